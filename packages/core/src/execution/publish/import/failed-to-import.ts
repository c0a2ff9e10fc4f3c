import type { ImportOutcome } from "../../../result/repository-port.ts";
import type { AgentTask, TaskEnd } from "../../../task/task.ts";
import { wayOfFailure } from "../../../task/way-of-failure.ts";
import type { Words } from "../forge/read-words.ts";
import { unimportableResult } from "./unimportable-result.ts";

/** The end of an execution whose push can't be brought in. */
export function failedToImport(
  outcome: ImportOutcome & { kind: "unimportable" },
  { words, task }: { words: Words; task: Pick<AgentTask, "number"> },
): TaskEnd {
  const result = unimportableResult(outcome, words);
  return {
    state: "failed",
    failureReason: "policy_violation",
    errorMessage: `Taking in what the agent pushed failed: ${outcome.reason}. Nothing of it was checked or published; it is kept.`,
    way: wayOfFailure("policy_violation", { number: task.number, result }),
    result,
  };
}
