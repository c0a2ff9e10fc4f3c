import type { TaskResult } from "../task/task.ts";

/** A result without work: what was said and judged of it alone. */
export function emptyResult({
  summary,
  verification,
  review,
}: Pick<TaskResult, "summary" | "verification" | "review">): TaskResult {
  return {
    summary,
    verification,
    review,
    publication: { kind: "nothing" },
    headCommit: null,
    commits: [],
    diffStat: { files: 0, insertions: 0, deletions: 0 },
    findings: [],
    remade: [],
    removedAt: null,
    ref: null,
    beside: null,
    leftOut: [],
    acceptances: [],
    hold: null,
    commentsPosted: [],
  };
}
