const FIRST_PAUSE_MILLISECONDS = 2000;
const LAST_PAUSE_MILLISECONDS = 60_000;
/** What fails after as long failed anew. */
const NEW_AFTER_MILLISECONDS = 120_000;

/** Tries again once for all that failed together, with growing pauses. Returns what has it left. */
export type RetryLater = (retry: () => void) => () => void;

export function retryLater(now: () => number = Date.now): RetryLater {
  let pause = FIRST_PAUSE_MILLISECONDS;
  let triedAt = Number.NEGATIVE_INFINITY;
  let scheduled: ReturnType<typeof setTimeout> | undefined;
  return (retry) => {
    if (scheduled !== undefined) {
      return () => undefined;
    }
    const isNew = now() - triedAt > NEW_AFTER_MILLISECONDS;
    pause = isNew ? FIRST_PAUSE_MILLISECONDS : Math.min(2 * pause, LAST_PAUSE_MILLISECONDS);
    const timer = setTimeout(() => {
      scheduled = undefined;
      triedAt = now();
      retry();
    }, pause);
    scheduled = timer;
    return () => {
      clearTimeout(timer);
      scheduled = scheduled === timer ? undefined : scheduled;
    };
  };
}
