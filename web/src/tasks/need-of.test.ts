import { expect, test } from "vitest";
import { canUpdate, hasBranch } from "./need-of.ts";

const of = (more: object) =>
  ({ status: "failed", branch: "catalyst/1", taskType: "prompt", sourceType: "prompt", plan: null, ...more }) as never;
const NOTHING = [{ result: null }, { result: { headCommit: null } }] as never;
const WORK = [{ result: { headCommit: "c0ffee" } }, { result: { headCommit: null } }] as never;

test("a task that ended without a commit has no branch, and none is brought on", () => {
  expect([hasBranch(of({}), NOTHING), canUpdate(of({}), NOTHING)]).toEqual([false, false]);
  expect([hasBranch(of({}), WORK), canUpdate(of({}), WORK)]).toEqual([true, true]);
});

test("one that goes on will have its branch, and one of a pull request has that's", () => {
  expect([hasBranch(of({ status: "running" }), []), canUpdate(of({ status: "running" }), [])]).toEqual([true, false]);
  expect(hasBranch(of({ sourceType: "github_pr" }), NOTHING)).toBe(true);
  expect(hasBranch(of({ branch: null }), WORK)).toBe(false);
});
