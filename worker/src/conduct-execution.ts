import { setTimeout as wait } from "node:timers/promises";
import { type Advance, type AdvanceExecutionDeps, advanceExecution, CatalystError, type Lease } from "@catalyst/core";
import type { Logger } from "pino";

const LEASE_SECONDS = 15;
const HEARTBEAT_MILLISECONDS = 5000;
/** Outages in a row before an execution is given up. */
const MAX_OUTAGES = 8;

export interface ConductDeps {
  workerId: string;
  steps: AdvanceExecutionDeps;
  log: Logger;
  /** Aborted when the worker stops: the lease goes back at once, the environment runs on. */
  signal: AbortSignal;
}

/** Claims an execution and takes it through its life. Returns when it ended, or when it is another worker's. */
export async function conductExecution(executionId: string, deps: ConductDeps): Promise<void> {
  const { executions } = deps.steps;
  const lease = await executions.claim({ executionId, workerId: deps.workerId, leaseSeconds: LEASE_SECONDS });
  if (lease === null) {
    return;
  }
  const lost = new AbortController();
  const heartbeat = setInterval(() => void keepLease(lease, deps, lost), HEARTBEAT_MILLISECONDS);
  try {
    await stepUntilDone(lease, deps, AbortSignal.any([deps.signal, lost.signal]));
  } finally {
    clearInterval(heartbeat);
    await executions.release(lease);
  }
}

async function keepLease(lease: Lease, { steps, log }: ConductDeps, lost: AbortController): Promise<void> {
  try {
    if (!(await steps.executions.heartbeat(lease, LEASE_SECONDS))) {
      lost.abort();
    }
  } catch (error) {
    log.warn({ executionId: lease.executionId, error }, "heartbeat failed");
  }
}

async function stepUntilDone(lease: Lease, deps: ConductDeps, signal: AbortSignal): Promise<void> {
  let outages = 0;
  while (!signal.aborted) {
    let advance: Advance;
    try {
      advance = await advanceExecution(lease, deps.steps);
      outages = 0;
    } catch (error) {
      if (error instanceof CatalystError && error.code === "lease_lost") {
        return;
      }
      outages += 1;
      advance = await meetOutage(lease, { error, outages }, deps);
    }
    if (advance.kind === "done") {
      return;
    }
    if (advance.kind === "wait") {
      await wait(advance.milliseconds, undefined, { signal }).catch(() => undefined);
    }
  }
}

async function meetOutage(
  lease: Lease,
  met: { error: unknown; outages: number },
  { log, steps }: ConductDeps,
): Promise<Advance> {
  log.error({ executionId: lease.executionId, error: met.error, outages: met.outages }, "step failed");
  if (met.outages < MAX_OUTAGES) {
    return { kind: "wait", milliseconds: Math.min(100 * 2 ** met.outages, 10_000) };
  }
  const errorMessage = `The worker gave up after ${met.outages} failures in a row: ${met.error instanceof Error ? met.error.message : String(met.error)}. Its log says more; then: catalyst tasks retry`;
  await steps.executions.end(
    lease,
    { state: "failed", failureReason: "internal_error", errorMessage, result: null },
    {},
  );
  return { kind: "again" };
}
