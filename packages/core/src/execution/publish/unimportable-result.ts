import type { ImportOutcome } from "../../result/repository-port.ts";
import type { TaskResult } from "../../task/task.ts";

/** The result of an execution whose push can't be brought in: where it lies, and why it wasn't looked at. */
export function unimportableResult({ reason, keptAt }: ImportOutcome & { kind: "unimportable" }): TaskResult {
  return {
    summary: null,
    branch: null,
    headCommit: null,
    commits: [],
    diffStat: { files: 0, insertions: 0, deletions: 0 },
    findings: [{ rule: "unimportable", path: null, detail: reason }],
    keptAt,
    removedAt: null,
    ref: null,
    beside: null,
    leftOut: [],
    branchProblem: null,
    acceptances: [],
    verification: null,
    isDraft: false,
  };
}
