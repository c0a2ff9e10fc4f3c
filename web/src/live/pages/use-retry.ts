"use client";

import { useEffect, useEffectEvent } from "react";

const FIRST_PAUSE_MILLISECONDS = 2000;
const LAST_PAUSE_MILLISECONDS = 60_000;
/** What fails after as long failed anew. */
const NEW_AFTER_MILLISECONDS = 120_000;

let pause = FIRST_PAUSE_MILLISECONDS;
let triedAt = 0;
/** Several parts of a page may have failed: it is made again as a whole. */
let scheduled: ReturnType<typeof setTimeout> | undefined;

/**
 * Tries again by itself what couldn't be shown, with growing pauses: most often somebody was away only just then. `fault`: what it couldn't be
 * shown for, each time another object; null: it can't be otherwise the next time.
 */
export function useRetry(fault: object | null, retry: () => void): void {
  const tryAgain = useEffectEvent(retry);
  useEffect(() => {
    if (fault === null || scheduled !== undefined) {
      return;
    }
    const isNew = Date.now() - triedAt > NEW_AFTER_MILLISECONDS;
    pause = isNew ? FIRST_PAUSE_MILLISECONDS : Math.min(2 * pause, LAST_PAUSE_MILLISECONDS);
    const timer = setTimeout(() => {
      scheduled = undefined;
      triedAt = Date.now();
      tryAgain();
    }, pause);
    scheduled = timer;
    return () => {
      clearTimeout(timer);
      scheduled = scheduled === timer ? undefined : scheduled;
    };
  }, [fault]);
}
