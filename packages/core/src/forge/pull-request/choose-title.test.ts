import { expect, test } from "vitest";
import { chooseTitle } from "./choose-title.ts";

const HABIT = ["feat: retry uploads", "fix(api)!: close sockets", "chore: bump", "Merge it"];
const SUBJECTS = ["Look at it", "fix(sum): add instead of subtracting", "test: try it"];

test.each([
  ["as the agent's commit, where those that were merged name a kind", HABIT, "The sum is wrong", SUBJECTS, SUBJECTS[1]],
  ["as its task, which names one itself", HABIT, "docs: say how", SUBJECTS, "docs: say how"],
  ["as its task, where no commit names one", HABIT, "The sum is wrong", ["Add"], "The sum is wrong"],
  ["as its task, where half of them name none", [...HABIT, "x", "y"], "The sum is wrong", SUBJECTS, "The sum is wrong"],
  ["as its task, where few were merged", HABIT.slice(0, 2), "The sum is wrong", SUBJECTS, "The sum is wrong"],
  ["as its task, where words before a colon are no kind", ["Note: x", "a b: c", "x:y"], "The sum", SUBJECTS, "The sum"],
] as const)("a pull request is called %s", (...[, merged, title, subjects, called]) => {
  expect(chooseTitle({ merged, title, subjects })).toBe(called);
});
