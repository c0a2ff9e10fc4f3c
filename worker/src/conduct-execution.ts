import { setTimeout as wait } from "node:timers/promises";
import { type AdvanceExecutionDeps, advanceExecution, CatalystError, ForgeAway, type Lease } from "@catalyst/core";
import type { Logger } from "pino";

/** Until others may take over what a worker holds that isn't heard of any more. */
export const LEASE_SECONDS = 15;
const HEARTBEAT_MILLISECONDS = 5000;
const LEAST_PAUSE_MILLISECONDS = 100;
const MAX_PAUSE_MILLISECONDS = 10_000;
/** Of a pause whose end a forge said: it is asked again then, in case that it changed its mind. */
const MAX_REST_MILLISECONDS = 300_000;
/** Errors in a row before the execution is given back: whoever takes it next starts with a fresh patience. */
const MAX_ERRORS = 8;

export interface ConductDeps {
  workerId: string;
  steps: Omit<AdvanceExecutionDeps, "signal">;
  wakeUps: {
    /** Calls the handler with each execution that something is wanted of, and with null when one may have been missed. */
    listen(handler: (executionId: string | null) => void): Promise<() => void>;
  };
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
  const stopListening = await listenForCancel(lease, deps, cancelled);
  try {
    const steps = { ...deps.steps, signal: cancelled.signal };
    await stepUntilDone(lease, { ...deps, steps }, AbortSignal.any([deps.signal, lost.signal]));
  } finally {
    clearInterval(heartbeat);
    stopListening();
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
    } else {
      await lookForCancel(lease, steps, cancelled);
    }
  } catch (error) {
    log.warn({ executionId: lease.executionId, error }, "heartbeat failed");
  }
}

/** A wish that is missed is seen with the next heartbeat. */
async function listenForCancel(
  lease: Lease,
  { steps, wakeUps, log }: ConductDeps,
  cancelled: AbortController,
): Promise<() => void> {
  const { executionId } = lease;
  const look = (announced: string | null) => {
    if (announced === null || announced === executionId) {
      lookForCancel(lease, steps, cancelled).catch((error) => log.warn({ executionId, error }, "look failed"));
    }
  };
  return wakeUps.listen(look).catch((error) => {
    log.warn({ executionId, error }, "listening failed");
    return () => undefined;
  });
}

async function lookForCancel(
  { executionId }: Lease,
  { executions }: ConductDeps["steps"],
  cancelled: AbortController,
): Promise<void> {
  if ((await executions.getTask(executionId))?.cancelRequestedAt != null) {
    cancelled.abort();
  }
}

type Conduct = Omit<ConductDeps, "steps"> & { steps: AdvanceExecutionDeps };

async function stepUntilDone(lease: Lease, deps: Conduct, signal: AbortSignal): Promise<void> {
  const { executionId } = lease;
  const { environments, signal: cancelled } = deps.steps;
  for (let errors = 0; !signal.aborted && errors < MAX_ERRORS; ) {
    try {
      const advance = await advanceExecution(lease, deps.steps);
      if (advance.kind === "done" || advance.kind === "queue") {
        return;
      }
      if (advance.kind === "wait") {
        await environments.watch(executionId, advance.known, AbortSignal.any([signal, cancelled]));
      }
      errors = 0;
    } catch (error) {
      if (error instanceof CatalystError && error.code === "lease_lost") {
        return;
      }
      errors = await pauseAfter(error, errors, { lease, deps, signal });
    }
  }
}

interface Pausing {
  lease: Lease;
  deps: Conduct;
  signal: AbortSignal;
}

/** Returns how many errors there were in a row. A forge that says until when it isn't to be asked isn't asked before: that is no error. */
async function pauseAfter(error: unknown, before: number, { lease, deps, signal }: Pausing): Promise<number> {
  const { executionId } = lease;
  const { signal: cancelled } = deps.steps;
  if (error instanceof ForgeAway && error.until !== null && !cancelled.aborted) {
    const milliseconds = Math.max(error.until.getTime() - Date.now(), LEAST_PAUSE_MILLISECONDS);
    deps.log.warn({ executionId, until: error.until }, "step waits for its forge");
    await pause(Math.min(milliseconds, MAX_REST_MILLISECONDS), AbortSignal.any([signal, cancelled]));
    return before;
  }
  const errors = before + 1;
  deps.log.error({ executionId, error, errors }, "step failed");
  await pause(Math.min(LEAST_PAUSE_MILLISECONDS * 2 ** errors, MAX_PAUSE_MILLISECONDS), signal);
  return errors;
}

function pause(milliseconds: number, signal: AbortSignal): Promise<void> {
  return wait(milliseconds, undefined, { signal }).catch(() => undefined);
}
