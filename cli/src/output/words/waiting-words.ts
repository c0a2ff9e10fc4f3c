import type { WaitingExecution } from "@catalyst/core";

/** How an execution waits for its place; null while nothing is in its way. */
export function waitingWords({ before, placed }: Pick<WaitingExecution, "before" | "placed">): string | null {
  if (placed === 0) {
    return null;
  }
  return before === 0 ? "waiting, it is next" : `waiting, ${before} before it`;
}
