import type { ImportedResult } from "../../result/repository-port.ts";
import type { TaskEnd } from "../../task/task.ts";
import { wayOfFailure } from "../../task/way-of-failure.ts";
import { findContinued } from "../find-continued.ts";
import type { Step } from "../step.ts";

/**
 * How it ends where others' commits were to be brought into what was kept, and nothing came of that: what was kept stays. null: something did, or
 * nothing of the kind was asked.
 */
export async function findUnbrought(step: Step, { headCommit }: ImportedResult): Promise<TaskEnd | null> {
  const { execution, task } = step;
  const kept = execution.asked.update?.isOfOthers === true && headCommit === null ? await findContinued(step) : null;
  if (kept?.result == null) {
    return null;
  }
  const failureReason = "branch_conflict";
  return {
    state: "failed",
    failureReason,
    errorMessage: `Bringing what others pushed to the branch ${task.branch} into the work failed: its agent left nothing. What was done before is kept.`,
    way: wayOfFailure(failureReason, { number: task.number, result: kept.result }),
    result: kept.result,
    resultOf: kept.id,
  };
}
