import type { TaskDetails } from "@catalyst/api";
import { expect, test } from "vitest";
import { heldRunOf } from "./held-run.ts";

const task = (headCommit: string | null) => ({ result: { headCommit } }) as Pick<TaskDetails, "result">;
const attempt = (run: number, headCommit: string | null) => ({
  run,
  result: headCommit === null ? null : { headCommit },
});

test("of several attempts the one is named whose result is kept, the later one where two left the same", () => {
  expect(heldRunOf(task("b"), [attempt(1, "a"), attempt(2, "b"), attempt(3, null)])).toBe(2);
  expect(heldRunOf(task("b"), [attempt(1, "b"), attempt(2, "b")])).toBe(2);
});

test("where one left a result, as after a plan, or none that left one has it, nothing is named", () => {
  expect(heldRunOf(task("a"), [attempt(1, null), attempt(2, "a")])).toBeNull();
  expect(heldRunOf(task("c"), [attempt(1, "a"), attempt(2, "b")])).toBeNull();
  expect(heldRunOf(task(null), [attempt(1, null), attempt(2, null)])).toBeNull();
  expect(heldRunOf({ result: null }, [])).toBeNull();
});
