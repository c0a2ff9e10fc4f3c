import type { EnvironmentJobStore } from "@catalyst/core";

/** Where nobody could be listened to, it is looked again so often. */
const LOOK_MILLISECONDS = 5000;

export interface BindingWaits {
  /** Resolves when something may have changed about this pod, after some seconds at the latest, or when the signal comes. */
  next(podUid: string, signal: AbortSignal): Promise<void>;
  close(): Promise<void>;
}

/** One who listens for all pods that wait: each is woken for its own news alone. */
export function createBindingWaits(jobs: Pick<EnvironmentJobStore, "watch">): BindingWaits {
  const waiting = new Map<string, Set<() => void>>();
  let watching: Promise<() => Promise<void>> | null = null;
  const onChange = (podUid: string | null) => {
    const woken = podUid === null ? [...waiting.values()] : [waiting.get(podUid) ?? new Set()];
    for (const wake of woken.flatMap((set) => [...set])) {
      wake();
    }
  };
  return {
    async next(podUid, signal) {
      const { promise, resolve } = Promise.withResolvers<void>();
      const own = waiting.get(podUid) ?? new Set();
      waiting.set(podUid, own.add(resolve));
      const timer = setTimeout(resolve, LOOK_MILLISECONDS);
      signal.addEventListener("abort", () => resolve(), { once: true });
      watching ??= jobs.watch(onChange).catch((error: unknown) => {
        watching = null;
        throw error;
      });
      watching.catch(() => undefined);
      await (signal.aborted ? undefined : promise);
      clearTimeout(timer);
      own.delete(resolve);
      if (own.size === 0) {
        waiting.delete(podUid);
      }
    },
    async close() {
      const stop = await watching?.catch(() => null);
      await stop?.();
    },
  };
}
