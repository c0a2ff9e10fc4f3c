"use client";

import { useEffect, useEffectEvent } from "react";
import { retryLater } from "./retry-later.ts";

/** Several parts of a page may have failed: it is made again as a whole. */
const later = retryLater();

/**
 * Tries again by itself what couldn't be shown: most often somebody was away only just then. `fault`: what it couldn't be shown for, each
 * time another object; null: it can't be otherwise the next time.
 */
export function useRetry(fault: object | null, retry: () => void): void {
  const tryAgain = useEffectEvent(retry);
  useEffect(() => (fault === null ? undefined : later(() => tryAgain())), [fault]);
}
