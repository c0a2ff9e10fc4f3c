import { type Advance, type AnyStep, isResolved } from "../step.ts";
import { endExecution } from "./end-execution.ts";

/** Any state -> cancelled. The environment ends first: nothing runs on once a task is said to be cancelled. */
export async function cancelExecution(step: AnyStep): Promise<Advance> {
  const { lease, execution, deps } = step;
  const cancelled = { state: "cancelled", failureReason: null, errorMessage: null } as const;
  if (!isResolved(step)) {
    await deps.executions.end(lease, { ...cancelled, result: null }, {});
    return { kind: "done" };
  }
  await deps.environments.destroy(execution.id);
  return endExecution(step, { ...cancelled, patch: {} });
}
