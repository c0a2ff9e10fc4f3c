import type { ExecutionQueue, Lease } from "@catalyst/core";
import { type ConductDeps, conductExecution, LEASE_SECONDS } from "./conduct-execution.ts";
import { createLook } from "./look.ts";

const SWEEP_MILLISECONDS = 2000;

export interface JobsDeps extends ConductDeps {
  queue: Pick<ExecutionQueue, "claimNext">;
  environmentNamespace: string;
  /** How many executions may run at once in the namespace. */
  places: number;
  /** Whether another environment may be begun now. */
  mayBegin: () => boolean;
  /** Removes what executions left that ended before it could be removed. */
  sweepLeftovers: () => Promise<unknown>;
  /** Called with each look for executions: whether it could be made. */
  noteReady: (isReady: boolean) => void;
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
  const tell = createTeller(deps);
  const begin = once(() => deps.sweepLeftovers());
  const { look, whenDone } = createLook(() =>
    begin()
      .then(() => claimAll(deps, conduct))
      .then(tell, tell),
  );
  const stopListening = await deps.wakeUps.listen(() => look());
  const sweep = setInterval(look, SWEEP_MILLISECONDS);
  look();
  await untilAborted(deps.signal);
  clearInterval(sweep);
  stopListening();
  await whenDone();
  await Promise.all(conducted);
}

/** Done before the first look that comes to anything: a database that is away when the worker starts comes back. */
function once(work: () => Promise<unknown>): () => Promise<void> {
  let isDone = false;
  return async () => {
    if (!isDone) {
      await work();
      isDone = true;
    }
  };
}

/** The signal may have come while the worker started. */
async function untilAborted(signal: AbortSignal): Promise<void> {
  if (!signal.aborted) {
    await new Promise<void>((resolve) => signal.addEventListener("abort", () => resolve(), { once: true }));
  }
}

async function claimAll(deps: JobsDeps, conduct: (lease: Lease) => void): Promise<void> {
  const { workerId, environmentNamespace, places, signal } = deps;
  const claim = { workerId, environmentNamespace, places, leaseSeconds: LEASE_SECONDS };
  while (!signal.aborted && deps.mayBegin()) {
    const lease = await deps.queue.claimNext(claim);
    if (lease === null) {
      return;
    }
    conduct(lease);
  }
}

/** `ready` in its log tells whoever started the worker whether it can work: with each failure, and once it works after one. */
function createTeller({ log, workerId, places, noteReady }: JobsDeps): (error: unknown) => void {
  let isReady = false;
  return (error) => {
    if (error !== undefined) {
      const reason = error instanceof Error ? error.message : String(error);
      log.error({ ready: false, error }, `Looking for executions failed: ${reason}`);
    } else if (!isReady) {
      log.info({ workerId, places, ready: true }, "worker ready");
    }
    isReady = error === undefined;
    noteReady(isReady);
  };
}
