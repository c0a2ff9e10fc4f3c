"use client";

import { useEffect, useEffectEvent } from "react";

const FIRST_PAUSE_MILLISECONDS = 2000;
const LAST_PAUSE_MILLISECONDS = 60_000;
/** What fails after as long failed anew. */
const NEW_AFTER_MILLISECONDS = 120_000;

let pause = FIRST_PAUSE_MILLISECONDS;
let triedAt = 0;

/** Tries again by itself what couldn't be shown, with growing pauses: most often somebody was away only just then. */
export function useRetry(retry: () => void): void {
  const tryAgain = useEffectEvent(() => {
    triedAt = Date.now();
    retry();
  });
  useEffect(() => {
    pause =
      Date.now() - triedAt > NEW_AFTER_MILLISECONDS
        ? FIRST_PAUSE_MILLISECONDS
        : Math.min(2 * pause, LAST_PAUSE_MILLISECONDS);
    const timer = setTimeout(() => tryAgain(), pause);
    return () => clearTimeout(timer);
  }, []);
}
