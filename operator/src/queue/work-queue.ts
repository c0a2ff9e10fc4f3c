import { type Band, keyedBands } from "./keyed-bands.ts";

/** The clock and the alarm of whoever runs it. */
export interface Clock {
  /** In milliseconds; it never goes back. */
  now(): number;
  /** Calls once after so long; returns what ends that. */
  after(milliseconds: number, call: () => void): () => void;
}

export interface WorkQueue {
  /** This one is to be looked at. It is said once, however often: whoever looks sees all that there is. */
  add(key: string, band: Band): void;
  /** No later than after so long. */
  addAfter(key: string, milliseconds: number): void;
  /** After its work failed: again, and later each time in a row. */
  retry(key: string): void;
  /** Its work is well: what failed before doesn't count any more. */
  forget(key: string): void;
  /** How many are to be looked at, those that are being looked at apart. */
  size(): number;
  /** Looks at one after the other, so many at once and never at the same one twice, until the signal; then it waits for those that it has begun. */
  run(work: (key: string) => Promise<void>, limits: { atOnce: number; signal: AbortSignal }): Promise<void>;
}

const FIRST_RETRY_MILLISECONDS = 5;
const LONGEST_RETRY_MILLISECONDS = 1_000_000;

export function workQueue(clock: Clock): WorkQueue {
  const waiting = keyedBands();
  const busy = new Set<string>();
  /** Those that something was told of while they were looked at. */
  const dirty = new Map<string, Band>();
  const failures = new Map<string, number>();
  let wake: () => void = () => undefined;

  const add = (key: string, band: Band) => {
    if (busy.has(key)) {
      dirty.set(key, Math.min(band, dirty.get(key) ?? band) as Band);
      return;
    }
    waiting.put(key, band);
    wake();
  };
  const alarms = keyedAlarms(clock, (key) => add(key, BANDS.change));
  const look = async (key: string, work: (key: string) => Promise<void>) => {
    busy.add(key);
    // Whoever works on it says itself what is to become of what fails.
    await work(key).catch(() => undefined);
    busy.delete(key);
    const band = dirty.get(key);
    dirty.delete(key);
    if (band !== undefined) {
      add(key, band);
    }
  };
  return {
    ...{ add, addAfter: alarms.set, size: () => waiting.size() },
    retry(key) {
      const times = failures.get(key) ?? 0;
      failures.set(key, times + 1);
      alarms.set(key, Math.min(LONGEST_RETRY_MILLISECONDS, FIRST_RETRY_MILLISECONDS * 2 ** times));
    },
    forget: (key) => void failures.delete(key),
    async run(work, { atOnce, signal }) {
      const running = new Set<Promise<void>>();
      signal.addEventListener("abort", () => wake());
      while (!signal.aborted) {
        const key = running.size < atOnce ? waiting.take() : null;
        if (key === null) {
          await new Promise<void>((resolve) => {
            wake = resolve;
          });
          continue;
        }
        const looking = look(key, work).then(() => {
          running.delete(looking);
          wake();
        });
        running.add(looking);
      }
      alarms.clear();
      await Promise.all(running);
    },
  };
}

/** One for each key, of which the soonest counts. */
function keyedAlarms(clock: Clock, ring: (key: string) => void) {
  const alarms = new Map<string, { at: number; end: () => void }>();
  return {
    set(key: string, milliseconds: number): void {
      const at = clock.now() + milliseconds;
      const known = alarms.get(key);
      if (known !== undefined && known.at <= at) {
        return;
      }
      known?.end();
      const end = clock.after(milliseconds, () => {
        alarms.delete(key);
        ring(key);
      });
      alarms.set(key, { at, end });
    },
    clear(): void {
      for (const { end } of alarms.values()) {
        end();
      }
      alarms.clear();
    },
  };
}

/** What is more urgent is a smaller number: ends, what happened, and what is only looked at again. */
export const BANDS = { end: 0, change: 1, resync: 2 } as const satisfies Record<string, Band>;
