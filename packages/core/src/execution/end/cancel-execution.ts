import { endOfLost } from "../../task/end-of-lost.ts";
import type { AgentTask } from "../../task/task.ts";
import { type Advance, type AnyStep, isResolved } from "../step.ts";
import { endExecution } from "./end-execution.ts";

const CANCELLED = { state: "cancelled", failureReason: null, errorMessage: null } as const;

/** Any state -> cancelled. The environment ends first: nothing runs on once a task is said to be cancelled. */
export async function cancelExecution(step: AnyStep): Promise<Advance> {
  const { lease, execution, task, deps } = step;
  if (!isResolved(step)) {
    await deps.executions.end(lease, { ...endOfCancel(task), result: null }, {});
    return { kind: "done" };
  }
  await deps.environments.destroy(execution.id);
  const { state, failureReason, errorMessage } = endOfCancel(task);
  return endExecution(step, { state, failureReason, errorMessage, patch: {} });
}

/** Of a task that somebody wished to end, or whose repository was taken away. */
export function endOfCancel(task: AgentTask) {
  return task.isRepositoryLost ? endOfLost(task, null) : CANCELLED;
}
