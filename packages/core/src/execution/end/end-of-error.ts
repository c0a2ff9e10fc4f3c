import type { CatalystError } from "../../catalyst-error.ts";
import type { AgentTask, TaskEnd, TaskResult } from "../../task/task.ts";
import { publishOrRetry, wayOfFailure } from "../../task/way-of-failure.ts";
import { goOnWith } from "../../way.ts";
import { failureReasonOf } from "./failure-reason-of.ts";

/** How an execution ends with an error: the error's own way, where it has one, and then with the task. */
export function endOfError(
  { code, message, way }: Pick<CatalystError, "code" | "message" | "way">,
  { number }: Pick<AgentTask, "number">,
  result: TaskResult | null,
): Pick<TaskEnd, "failureReason" | "errorMessage" | "way"> {
  const failureReason = failureReasonOf(code);
  const failed = { number, result };
  return {
    failureReason,
    errorMessage: message,
    way: way === null ? wayOfFailure(failureReason, failed) : goOnWith(way, publishOrRetry(failed)),
  };
}
