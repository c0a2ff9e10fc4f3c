import { expect, test } from "vitest";
import { countsByNamespace, countThreads } from "./resource-limit.ts";

test.each([
  ["6.18.44", true],
  ["5.14.0-70.el9", true],
  ["5.10.0-30-amd64", false],
  ["4.18.0", false],
])("Linux %s counts by namespace: %s", (kernel, expected) => {
  expect(countsByNamespace(kernel)).toBe(expected);
});

test("this process's threads are among those of its account", () => {
  expect(countThreads(process.getuid?.() ?? 0)).toBeGreaterThan(1);
  expect(countThreads(4_000_000_000)).toBe(0);
});
