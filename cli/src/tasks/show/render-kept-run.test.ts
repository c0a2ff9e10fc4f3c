import { expect, test } from "vitest";
import type { SeenTask } from "./read-task-details.ts";
import { renderKeptRun } from "./render-kept-run.ts";

const GIT = "git -C /r";
const kept = (ref: string | null) => ({
  headCommit: "a".repeat(40),
  ref,
  removedAt: null,
  findings: [],
  publication: { kind: "kept", branch: null, keptAt: "results/x.git", isDraft: false, branchProblem: null },
});

function seen(status: string, results: unknown[]): SeenTask {
  const task = { number: 7, status, baseBranch: "main", result: results.at(-1) };
  return { task, executions: results.map((result) => ({ execution: { result } })) } as never;
}

test("where the last run left nothing, the latest that did is named with the ways to its result", () => {
  for (const status of ["cancelled", "paused_budget", "failed"]) {
    const runs = [kept("refs/catalyst/7-1a2b/1"), kept("refs/catalyst/7-1a2b/2"), null];
    expect(renderKeptRun(seen(status, runs), GIT)).toEqual([
      "  Kept     the result of run 2, not published:",
      "             git -C /r diff main...refs/catalyst/7-1a2b/2",
      "             catalyst tasks publish 7 --run 2",
    ]);
  }
});

test("a result that stands in no ref can be published all the same", () => {
  expect(renderKeptRun(seen("cancelled", [kept(null), null]), GIT)).toEqual([
    "  Kept     the result of run 1, not published:",
    "             catalyst tasks publish 7 --run 1",
  ]);
});

test.each([
  ["the task itself shows it", "failed", [kept("refs/catalyst/7-1a2b/1")]],
  ["a race waits for a pick", "awaiting_approval", [kept("refs/catalyst/7-1a2b/1"), null]],
  ["the agent works", "running", [kept("refs/catalyst/7-1a2b/1"), null]],
  ["none is kept", "cancelled", [null, null]],
  ["it is gone", "cancelled", [{ ...kept(null), removedAt: "2026-11-27T04:00:00.000Z" }, null]],
])("nothing is said where %s", (_why, status, results) => {
  expect(renderKeptRun(seen(status, results), GIT)).toEqual([]);
});
