import { endExecution } from "./end-execution.ts";
import type { Advance, Step } from "./step.ts";

/** Any state -> cancelled. The environment ends first: nothing runs on once a task is said to be cancelled. */
export async function cancelExecution(step: Step): Promise<Advance> {
  await step.deps.environments.destroy(step.execution.id);
  return endExecution(step, { state: "cancelled", failureReason: null, errorMessage: null, patch: {} });
}
