import { expect, test } from "vitest";
import { stepsBack } from "./steps-back.ts";

const entries = (...paths: string[]) => paths.map((path) => ({ url: `http://localhost${path}` }));

test("the list that somebody came from is gone back to, over the places of the page that they are at", () => {
  expect(stepsBack(entries("/usage", "/agent-tasks?show=failed", "/agent-tasks/7"), 2)).toBe(1);
  expect(stepsBack(entries("/needs-you", "/agent-tasks/7", "/agent-tasks/7?attempt=1", "/agent-tasks/7#L3"), 3)).toBe(
    3,
  );
});

test("who came from elsewhere, or by an address, goes back to no list", () => {
  expect(stepsBack(entries("/agent-tasks", "/agent-tasks/6", "/agent-tasks/7"), 2)).toBeNull();
  expect(stepsBack(entries("/usage", "/agent-tasks/7"), 1)).toBeNull();
  expect(stepsBack([{ url: null }, ...entries("/agent-tasks/7")], 1)).toBeNull();
  expect(stepsBack(entries("/agent-tasks/7"), 0)).toBeNull();
});
