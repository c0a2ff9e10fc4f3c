import type { EnvironmentStatus } from "../../environment/environment.ts";
import { RUNNER_EXIT_CODES } from "../../environment/stages/runner-exit-codes.ts";
import type { Advance, Step } from "../step.ts";

/** Each waits for minutes before it gives up. */
const MAX_RESTARTS = 3;

/** Whether an environment ended for an outage of the gateway, before an agent began in it. */
export function isCutShort(status: EnvironmentStatus): boolean {
  return (
    status.kind === "exited" &&
    status.exitCode === RUNNER_EXIT_CODES.outage &&
    status.stages.every(({ kind, end }) => kind !== "agent" || end?.exitCode === RUNNER_EXIT_CODES.outage)
  );
}

/**
 * provisioning, running -> provisioning: nothing was spent and nothing is lost, so nobody needs to be asked. `why` is a sentence for people.
 * null: it was tried often enough.
 */
export async function startAgain({ lease, execution, deps }: Step, why: string): Promise<Advance | null> {
  if (execution.restarts >= MAX_RESTARTS) {
    return null;
  }
  const text = `${why} It starts again (${execution.restarts + 1} of ${MAX_RESTARTS}).`;
  const body = { type: "log", stream: "system", text } as const;
  await deps.events.tell(lease, body);
  await deps.executions.move(lease, "provisioning", { restarts: execution.restarts + 1 });
  return { kind: "again" };
}
