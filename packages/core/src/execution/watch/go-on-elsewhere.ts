import type { EnvironmentExitReason, EnvironmentProvider, EnvironmentStatus } from "../../environment/environment.ts";
import type { Advance, Step } from "../step.ts";
import type { Transcript } from "./read-transcript.ts";

const MAX_EVICTIONS = 3;

/** On a cluster the machine below an environment may go, and anybody with the right to may delete what it runs in. */
const CLUSTERS: readonly EnvironmentExitReason[] = ["lost", "destroyed"];

/** Whether an environment lost its place, through nothing that ran in it. */
export function isEvicted(status: EnvironmentStatus, { kind }: Pick<EnvironmentProvider, "kind">): boolean {
  return (
    status.kind === "exited" &&
    (status.reason === "evicted" || (kind === "kubernetes" && CLUSTERS.includes(status.reason)))
  );
}

/** Whether nothing is left of an environment that was running: its machine was put in another's place, as by a restored backup, or its files are gone. */
export function isGone(status: EnvironmentStatus): boolean {
  return status.kind === "absent";
}

/**
 * running -> provisioning: the work goes on in another environment from what was pushed last, and in the agent's session
 * where that was kept. null: it was tried often enough.
 */
export async function goOnElsewhere(
  { lease, execution, deps }: Step,
  { status, sessionId }: { status: EnvironmentStatus } & Pick<Transcript, "sessionId">,
): Promise<Advance | null> {
  const evictions = execution.evictions + 1;
  if (evictions > MAX_EVICTIONS) {
    return null;
  }
  const pushed = await deps.repositories.findPushed(execution.id);
  const from =
    pushed === null ? "where it began, as nothing was pushed yet" : `its last checkpoint, ${pushed.slice(0, 12)}`;
  const what = isGone(status)
    ? "is gone, as after a restored backup, and left no trace"
    : "was evicted by the place that it ran in";
  const text = `The environment ${what}. The work goes on from ${from} (${evictions} of ${MAX_EVICTIONS}).`;
  const body = { type: "log", stream: "system", text } as const;
  await deps.events.tell(lease, body);
  await deps.executions.move(lease, "provisioning", { evictions, sessionId });
  return { kind: "again" };
}
