import { emptyResult } from "../../../result/empty-result.ts";
import type { ImportOutcome } from "../../../result/repository-port.ts";
import type { TaskResult } from "../../../task/task.ts";
import type { Words } from "../forge/read-words.ts";

/** The result of an execution whose push can't be brought in: where it lies, and why it wasn't looked at. */
export function unimportableResult(
  { reason, keptAt }: ImportOutcome & { kind: "unimportable" },
  words: Words,
): TaskResult {
  return {
    ...emptyResult(words),
    findings: [{ rule: "unimportable", path: null, detail: reason }],
    publication: { kind: "kept", keptAt, branch: null, problem: null },
  };
}
