import { setTimeout as wait } from "node:timers/promises";
import { type Advance, type AdvanceExecutionDeps, advanceExecution, CatalystError, type Lease } from "@catalyst/core";
import type { Logger } from "pino";

/** Until others may take over what a worker holds that isn't heard of any more. */
export const LEASE_SECONDS = 15;
const HEARTBEAT_MILLISECONDS = 5000;
const MAX_PAUSE_MILLISECONDS = 10_000;
/** Errors in a row before the execution is given back: whoever takes it next starts with a fresh patience. */
const MAX_ERRORS = 8;

export interface ConductDeps {
  workerId: string;
  steps: Omit<AdvanceExecutionDeps, "signal">;
  log: Logger;
  /** Aborted when the worker stops: the lease goes back at once, the environment runs on. */
  signal: AbortSignal;
}

/** Takes an execution that was claimed through its life. Returns when it ended, waits for a place, or is another worker's. */
export async function conductExecution(lease: Lease, deps: ConductDeps): Promise<void> {
  const { executions } = deps.steps;
  const lost = new AbortController();
  const cancelled = new AbortController();
  const heartbeat = setInterval(() => void keepLease(lease, deps, { lost, cancelled }), HEARTBEAT_MILLISECONDS);
  try {
    const steps = { ...deps.steps, signal: cancelled.signal };
    await stepUntilDone(lease, { ...deps, steps }, AbortSignal.any([deps.signal, lost.signal]));
  } finally {
    clearInterval(heartbeat);
    await executions.release(lease);
  }
}

async function keepLease(
  lease: Lease,
  { steps, log }: ConductDeps,
  { lost, cancelled }: { lost: AbortController; cancelled: AbortController },
): Promise<void> {
  try {
    if (!(await steps.executions.heartbeat(lease, LEASE_SECONDS))) {
      lost.abort();
    } else if ((await steps.executions.getTask(lease.executionId))?.cancelRequestedAt != null) {
      cancelled.abort();
    }
  } catch (error) {
    log.warn({ executionId: lease.executionId, error }, "heartbeat failed");
  }
}

type Conduct = Omit<ConductDeps, "steps"> & { steps: AdvanceExecutionDeps };

async function stepUntilDone(lease: Lease, deps: Conduct, signal: AbortSignal): Promise<void> {
  const { executionId } = lease;
  for (let errors = 0; !signal.aborted && errors < MAX_ERRORS; ) {
    let advance: Advance;
    try {
      advance = await advanceExecution(lease, deps.steps);
      errors = 0;
    } catch (error) {
      if (error instanceof CatalystError && error.code === "lease_lost") {
        return;
      }
      errors += 1;
      deps.log.error({ executionId, error, errors }, "step failed");
      advance = { kind: "wait", milliseconds: Math.min(100 * 2 ** errors, MAX_PAUSE_MILLISECONDS) };
    }
    if (advance.kind === "done" || advance.kind === "queue") {
      return;
    }
    if (advance.kind === "wait") {
      await wait(advance.milliseconds, undefined, { signal }).catch(() => undefined);
    }
  }
}
