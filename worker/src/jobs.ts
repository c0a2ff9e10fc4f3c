import type { ExecutionQueue, Lease } from "@catalyst/core";
import { type ConductDeps, conductExecution, LEASE_SECONDS } from "./conduct-execution.ts";

const SWEEP_MILLISECONDS = 2000;

export interface JobsDeps extends ConductDeps {
  queue: Pick<ExecutionQueue, "claimNext">;
  environmentNamespace: string;
  /** How many executions may run at once in the namespace. */
  places: number;
  /** Removes what executions left that ended before it could be removed. */
  sweepLeftovers: () => Promise<unknown>;
}

/**
 * Conducts the executions that can be had, as many as have a place: at once when one is announced or a place gets free, and
 * those that a dead worker left when their lease runs out. Returns a promise that ends after the signal, when all that is
 * conducted here was let go.
 */
export async function runJobs(deps: JobsDeps): Promise<void> {
  const conducted = new Set<Promise<void>>();
  const conduct = (lease: Lease) => {
    const { executionId } = lease;
    const done = conductExecution(lease, deps)
      .catch((error: unknown) => deps.log.error({ executionId, error }, "conducting failed"))
      .finally(() => {
        conducted.delete(done);
        look();
      });
    conducted.add(done);
  };
  const { look, whenDone } = createLook(() => claimAll(deps, conduct));
  await deps.sweepLeftovers();
  const stopListening = await deps.wakeUps.listen(() => look());
  const sweep = setInterval(look, SWEEP_MILLISECONDS);
  look();
  if (await whenDone()) {
    deps.log.info({ workerId: deps.workerId, places: deps.places, ready: true }, "worker started");
  }
  await untilAborted(deps.signal);
  clearInterval(sweep);
  stopListening();
  await whenDone();
  await Promise.all(conducted);
}

/** Looks one at a time; who asks meanwhile gets one more. `whenDone` says whether the last look came to its end. */
function createLook(lookOnce: () => Promise<boolean>): { look: () => void; whenDone: () => Promise<boolean> } {
  let looking: Promise<boolean> = Promise.resolve(true);
  let isAsked = false;
  const look = () => {
    if (!isAsked) {
      isAsked = true;
      looking = looking.then(() => {
        isAsked = false;
        return lookOnce();
      });
    }
  };
  return { look, whenDone: () => looking };
}

/** The signal may have come while the worker started. */
async function untilAborted(signal: AbortSignal): Promise<void> {
  if (!signal.aborted) {
    await new Promise<void>((resolve) => signal.addEventListener("abort", () => resolve(), { once: true }));
  }
}

/** `ready` in its log tells whoever started the worker whether it can work. */
async function claimAll(deps: JobsDeps, conduct: (lease: Lease) => void): Promise<boolean> {
  const { workerId, environmentNamespace, places, signal } = deps;
  const claim = { workerId, environmentNamespace, places, leaseSeconds: LEASE_SECONDS };
  try {
    while (!signal.aborted) {
      const lease = await deps.queue.claimNext(claim);
      if (lease === null) {
        return true;
      }
      conduct(lease);
    }
    return true;
  } catch (error) {
    const reason = error instanceof Error ? error.message : String(error);
    deps.log.error({ ready: false, error }, `Looking for executions failed: ${reason}`);
    return false;
  }
}
