"use client";

import { useCallback, useSyncExternalStore } from "react";

const listeners = new Map<number, Set<() => void>>();

/** One clock for all that show the time as often. */
function watchClock(everyMilliseconds: number, onTick: () => void): () => void {
  const known = listeners.get(everyMilliseconds);
  const all = known ?? new Set<() => void>();
  if (known === undefined) {
    listeners.set(everyMilliseconds, all);
    setInterval(() => {
      for (const listener of all) {
        listener();
      }
    }, everyMilliseconds);
  }
  all.add(onTick);
  return () => void all.delete(onTick);
}

/** The time, and again so often; null on the server, whose clock and zone are others. */
export function useNow(everyMilliseconds: number): Date | null {
  const watch = useCallback((onTick: () => void) => watchClock(everyMilliseconds, onTick), [everyMilliseconds]);
  const tick = useSyncExternalStore(
    watch,
    () => Math.floor(Date.now() / everyMilliseconds),
    () => null,
  );
  return tick === null ? null : new Date();
}
