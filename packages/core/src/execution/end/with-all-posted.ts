import type { TaskResult } from "../../task/task.ts";
import type { AgentExecution } from "../execution.ts";

/** A task's result with the addresses of all that its executions said on a forge. */
export function withAllPosted(
  result: TaskResult | null,
  executions: readonly Pick<AgentExecution, "commentsPosted">[],
): TaskResult | null {
  const posted = executions.flatMap(({ commentsPosted }) => commentsPosted);
  return result === null ? null : { ...result, commentsPosted: [...new Set([...result.commentsPosted, ...posted])] };
}
