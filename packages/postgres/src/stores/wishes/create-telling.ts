import { setTimeout as wait } from "node:timers/promises";
import type { TellProgress } from "@catalyst/core";

const MAX_CHARACTERS = 300;
const PAUSE_MILLISECONDS = 250;

/** Writes what is told, the newest of it where there is more than can be written. */
export function createTelling(write: (message: string) => Promise<unknown>): {
  tell: TellProgress;
  /** Waits for what is being written; what is told later isn't. */
  end(): Promise<void>;
} {
  const ending = new AbortController();
  let newest: string | null = null;
  let writing: Promise<void> | null = null;
  const writeAll = async () => {
    while (newest !== null && !ending.signal.aborted) {
      const message = newest;
      newest = null;
      // What was to be told isn't worth to fail for.
      await write(message).catch(() => undefined);
      await wait(PAUSE_MILLISECONDS, undefined, { signal: ending.signal }).catch(() => undefined);
    }
    writing = null;
  };
  return {
    tell(message) {
      newest = message.slice(0, MAX_CHARACTERS);
      writing ??= writeAll();
    },
    async end() {
      ending.abort();
      await writing;
    },
  };
}
