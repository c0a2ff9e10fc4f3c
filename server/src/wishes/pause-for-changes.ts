import { setTimeout as wait } from "node:timers/promises";
import type { WorkerWishStore } from "@catalyst/core";

/** What was announced while a connection broke isn't told again. */
const LOOK_MILLISECONDS = 1000;

/** What waits until something happened to a wish, or a second. */
export function pauseForChanges({ watchChanges }: Pick<WorkerWishStore, "watchChanges">): () => Promise<void> {
  let change = Promise.withResolvers<void>();
  let isWatching = false;
  const hear = () => {
    change.resolve();
    change = Promise.withResolvers();
  };
  return async () => {
    const { promise } = change;
    if (!isWatching) {
      isWatching = true;
      await watchChanges(hear).catch(() => {
        isWatching = false;
      });
    }
    const stop = new AbortController();
    const late = wait(LOOK_MILLISECONDS, undefined, { signal: stop.signal }).catch(() => undefined);
    await Promise.race([promise, late]);
    stop.abort();
  };
}
