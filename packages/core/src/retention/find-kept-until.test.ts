import { expect, test } from "vitest";
import { TaskResult } from "../task/task.ts";
import { findKeptUntil } from "./find-kept-until.ts";

const RESULT = TaskResult.parse({
  ...{ summary: null, headCommit: "a".repeat(40), commits: [], findings: [] },
  ...{
    diffStat: { files: 0, insertions: 0, deletions: 0 },
    publication: { kind: "kept", keptAt: "/kept/1", branch: null, problem: null },
  },
});
const ended = (result: TaskResult | null, day: string) => ({ result, endedAt: new Date(`${day}T00:00:00Z`) });

test("a result is kept for its days after the end of the execution that left it, whichever was the last", () => {
  const executions = [ended(RESULT, "2026-01-01"), ended(null, "2026-03-01")];
  expect(findKeptUntil({ resultPayload: RESULT }, executions, { results: 30 })?.toISOString().slice(0, 10)).toBe(
    "2026-01-31",
  );
});

test("what isn't kept has no end", () => {
  const gone = { ...RESULT, publication: { kind: "nothing" as const } };
  expect(findKeptUntil({ resultPayload: gone }, [ended(gone, "2026-01-01")], { results: 30 })).toBeNull();
  expect(findKeptUntil({ resultPayload: null }, [], { results: 30 })).toBeNull();
});
