import type { EnvironmentStatus } from "../../environment/environment.ts";
import type { Advance, Step } from "../step.ts";
import type { Transcript } from "./read-transcript.ts";

const MAX_EVICTIONS = 3;

/** Whether an environment lost its place, through nothing that ran in it. */
export function isEvicted(status: EnvironmentStatus): boolean {
  return status.kind === "exited" && status.reason === "evicted";
}

/**
 * running -> provisioning: the work goes on in another environment from what was pushed last, and in the agent's session
 * where that was kept. null: it was tried often enough.
 */
export async function goOnEvicted(
  { lease, execution, deps }: Step,
  { sessionId }: Pick<Transcript, "sessionId">,
): Promise<Advance | null> {
  const evictions = execution.evictions + 1;
  if (evictions > MAX_EVICTIONS) {
    return null;
  }
  const pushed = await deps.repositories.findPushed(execution.id);
  const from =
    pushed === null ? "where it began, as nothing was pushed yet" : `its last checkpoint, ${pushed.slice(0, 12)}`;
  const text = `The environment was evicted by the place that it ran in. The work goes on from ${from} (${evictions} of ${MAX_EVICTIONS}).`;
  const body = { type: "log", stream: "system", text } as const;
  await deps.events.record({ executionId: execution.id, source: "worker", body });
  await deps.executions.move(lease, "provisioning", { evictions, sessionId });
  return { kind: "again" };
}
