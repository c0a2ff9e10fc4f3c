import { setTimeout as sleep } from "node:timers/promises";

const INTERVAL_MILLISECONDS = 4;

/** Waits for something that another process brings about; returns false when it didn't in time. */
export async function waitUntil(isTrue: () => boolean, timeoutMilliseconds: number): Promise<boolean> {
  const deadline = Date.now() + timeoutMilliseconds;
  while (!isTrue()) {
    if (Date.now() > deadline) {
      return false;
    }
    await sleep(INTERVAL_MILLISECONDS);
  }
  return true;
}
