import type { EnvironmentProvider, EnvironmentStatus } from "@catalyst/core";
import type { IsolationCheck } from "@catalyst/kubernetes";

const CHECK_MILLISECONDS = 30_000;
/** After so long without any environment that could be tried, the next one's own proof decides. */
const MAX_UNKNOWN_MILLISECONDS = 300_000;

/** Tries whether another environment like that is isolated now. */
type Check = (signal: AbortSignal) => Promise<IsolationCheck>;

export interface Pausing {
  environments: EnvironmentProvider;
  /** Of an execution's environment, while it is there; null: there is none. */
  checkLike: (executionId: string) => Promise<Check | null>;
  now: () => number;
  wait: (milliseconds: number, signal: AbortSignal) => Promise<void>;
  /** Called when it begins, and with each check that finds other words for why it goes on. */
  onPause: (reason: string) => void;
  onResume: () => void;
  signal: AbortSignal;
}

/**
 * A place that didn't isolate one environment isolates none: no other execution is begun there until one that is nobody's was tried there, and its
 * isolation was proven.
 */
export function pauseAfterLoss(pausing: Pausing) {
  const { environments } = pausing;
  const paused = { isSo: false };
  const note = (executionId: string, status: EnvironmentStatus): EnvironmentStatus => {
    const reason = lossOf(status);
    if (reason !== null && !paused.isSo) {
      paused.isSo = true;
      pausing.onPause(reason);
      void untilIsolated(pausing, { executionId, reason }).finally(() => {
        paused.isSo = false;
        pausing.onResume();
      });
    }
    return status;
  };
  return {
    environments: {
      ...environments,
      ensure: async (request) => note(request.executionId, await environments.ensure(request)),
      observe: async (executionId) => note(executionId, await environments.observe(executionId)),
    } satisfies EnvironmentProvider,
    mayBegin: () => !paused.isSo,
  };
}

function lossOf(status: EnvironmentStatus): string | null {
  if (status.kind === "refused" && status.code === "isolation") {
    return status.reason;
  }
  return status.kind === "exited" && status.reason === "isolation_lost" ? status.output : null;
}

async function untilIsolated(
  { checkLike, now, wait, onPause, signal }: Pausing,
  lost: { executionId: string; reason: string },
): Promise<void> {
  // At once: the environment goes soon, and with it what one like it is made of.
  const check = await checkLike(lost.executionId).catch(() => null);
  let { reason } = lost;
  let knownAt = now();
  while (!signal.aborted && now() - knownAt < MAX_UNKNOWN_MILLISECONDS) {
    // At once the first time: a runner's word alone, which an agent in a pod may say, keeps others waiting for a moment only.
    const found: IsolationCheck = check === null ? { kind: "unknown", reason } : await tryOnce(check, signal);
    if (found.kind === "isolated") {
      return;
    }
    if (found.kind === "not_isolated") {
      knownAt = now();
      if (found.reason !== reason) {
        onPause(found.reason);
      }
      reason = found.reason;
    }
    await wait(CHECK_MILLISECONDS, signal);
  }
}

async function tryOnce(check: Check, signal: AbortSignal): Promise<IsolationCheck> {
  try {
    return await check(signal);
  } catch (cause) {
    return { kind: "unknown", reason: (cause as Error).message };
  }
}
