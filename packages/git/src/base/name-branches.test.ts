import { expect, test } from "vitest";
import { nameBranches } from "./name-branches.ts";

test("a person's own branches come before results, and what is left out is counted", () => {
  const results = Array.from({ length: 25 }, (_one, index) => `catalyst/${index}`);
  const words = nameBranches([...results, "main", "trunk"]);
  expect(words).toMatch(/^Branches are: main, trunk, catalyst\/0, .*catalyst\/17 and 7 more\.$/);
});

test("few are all named, and none is said", () => {
  expect(nameBranches(["main", "trunk"])).toBe("Branches are: main, trunk.");
  expect(nameBranches([])).toBe("Branches are: none.");
});
