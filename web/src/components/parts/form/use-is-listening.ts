"use client";

import { useSyncExternalStore } from "react";

const watchNothing = () => () => undefined;

/** Whether the page's script is there: what is pressed before that is heard by nobody. */
export function useIsListening(): boolean {
  return useSyncExternalStore(
    watchNothing,
    () => true,
    () => false,
  );
}
