import { expect, test } from "vitest";
import { connectionShare } from "./connection-share.ts";

test("all environments together leave the process descriptors, however few it has and however many they are", () => {
  for (const descriptors of [1024, 4096, 1_048_576]) {
    for (const environments of [1, 10, 100]) {
      expect(connectionShare(environments, descriptors) * environments * 2).toBeLessThan(descriptors - 200);
    }
  }
});

test("one environment has at least one connection", () => {
  expect(connectionShare(0, 1024)).toBeGreaterThan(100);
  expect(connectionShare(10_000, 1024)).toBe(1);
});
