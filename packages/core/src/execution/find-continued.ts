import { CatalystError } from "../catalyst-error.ts";
import type { AgentExecution } from "./execution.ts";
import type { AnyStep } from "./step.ts";

/** The execution that this one goes on from; null for one that starts afresh. */
export async function findContinued({
  execution,
  deps,
}: Pick<AnyStep, "execution" | "deps">): Promise<AgentExecution | null> {
  if (execution.continuesId === null) {
    return null;
  }
  const continued = await deps.executions.get(execution.continuesId);
  if (continued === null || continued.taskId !== execution.taskId) {
    throw new CatalystError(
      "not_found",
      `Going on with execution ${execution.continuesId} failed: it isn't there any more.`,
      { way: { kind: "start_task" } },
    );
  }
  return continued;
}
