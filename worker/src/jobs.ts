import { type ConductDeps, conductExecution } from "./conduct-execution.ts";

const SWEEP_MILLISECONDS = 2000;

export interface JobsDeps extends ConductDeps {
  wakeUps: {
    /** Calls the handler when an execution may be had; with null when that may have been missed. */
    listen(handler: (executionId: string | null) => void): Promise<() => void>;
  };
}

/**
 * Conducts every execution that can be had: at once when it is announced, and those that a dead worker left when
 * their lease runs out. Returns a promise that ends after the signal, when all that is conducted here was let go.
 */
export async function runJobs(deps: JobsDeps): Promise<void> {
  const conducted = new Map<string, Promise<void>>();
  const conduct = (executionId: string) => {
    if (conducted.has(executionId) || deps.signal.aborted) {
      return;
    }
    const done = conductExecution(executionId, deps)
      .catch((error: unknown) => deps.log.error({ executionId, error }, "conducting failed"))
      .finally(() => conducted.delete(executionId));
    conducted.set(executionId, done);
  };
  await removeLeftovers(deps);
  const stopListening = await deps.wakeUps.listen((executionId) =>
    executionId === null ? void sweepClaimable(deps, conduct) : conduct(executionId),
  );
  const sweep = setInterval(() => void sweepClaimable(deps, conduct), SWEEP_MILLISECONDS);
  if (await sweepClaimable(deps, conduct)) {
    deps.log.info({ workerId: deps.workerId, ready: true }, "worker started");
  }
  await untilAborted(deps.signal);
  clearInterval(sweep);
  stopListening();
  await Promise.all(conducted.values());
}

/** The signal may have come while the worker started. */
async function untilAborted(signal: AbortSignal): Promise<void> {
  if (!signal.aborted) {
    await new Promise<void>((resolve) => signal.addEventListener("abort", () => resolve(), { once: true }));
  }
}

/** `ready` in its log tells whoever started the worker whether it can work. */
async function sweepClaimable(deps: JobsDeps, conduct: (executionId: string) => void): Promise<boolean> {
  try {
    for (const executionId of await deps.steps.executions.listClaimable()) {
      conduct(executionId);
    }
    return true;
  } catch (error) {
    const reason = error instanceof Error ? error.message : String(error);
    deps.log.error({ ready: false, error }, `Looking for executions failed: ${reason}`);
    return false;
  }
}

/**
 * What executions left that ended before it could be removed. Without a result, a quarantine may hold work that nobody took:
 * it stays.
 */
async function removeLeftovers({ steps, log }: JobsDeps): Promise<void> {
  const { environments, repositories } = steps;
  for (const executionId of new Set([...(await environments.list()), ...(await repositories.listQuarantines())])) {
    const execution = await steps.executions.get(executionId);
    if (execution === null || execution.endedAt !== null) {
      await environments.destroy(executionId);
      if (execution?.result != null) {
        await repositories.discard({ executionId, keptAt: execution.result.keptAt });
      }
      log.info({ executionId }, "leftovers removed");
    }
  }
}
