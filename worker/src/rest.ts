import { setTimeout as wait } from "node:timers/promises";

/** Waits for so long, or until the signal. It keeps no process alive. */
export function rest(milliseconds: number, signal: AbortSignal): Promise<void> {
  return wait(milliseconds, undefined, { signal, ref: false }).catch(() => undefined);
}

/** Acts at once, and again so long after each time, until the signal. `act` doesn't reject. */
export async function actEvery(milliseconds: number, act: () => unknown, signal: AbortSignal): Promise<void> {
  while (!signal.aborted) {
    await act();
    await rest(milliseconds, signal);
  }
}
