import type { Urgency } from "@catalyst/core";

const MINUTE = 60_000;
const HOUR = 60 * MINUTE;

/** GitHub takes as much new or changed content of an installation, and then refuses all of it. */
const ALL = { perMinute: 80, perHour: 500 };
/** What remains of an hour is for how tasks ended and for answers to people. */
const PER_HOUR: Readonly<Partial<Record<Urgency, number>>> = { progress: 200, state: 200, review: 200 };
/** Those that share an hour's part. */
const PARTS: readonly (readonly Urgency[])[] = [["progress"], ["state", "review"]];

/** What one installation has written within the last hour. */
export interface WriteBudget {
  /** When something of this urgency may be written; null: at once, and then it counts. */
  spend(urgency: Urgency): Date | null;
}

export function openWriteBudget(now: () => Date): WriteBudget {
  let written: { at: number; urgency: Urgency }[] = [];
  return {
    spend(urgency) {
      const at = now().getTime();
      written = written.filter((one) => one.at > at - HOUR);
      const part = PARTS.find((urgencies) => urgencies.includes(urgency));
      const ofPart = part === undefined ? [] : written.filter((one) => part.includes(one.urgency));
      const free = [
        freeAt(written, { limit: ALL.perMinute, window: MINUTE }),
        freeAt(written, { limit: ALL.perHour, window: HOUR }),
        freeAt(ofPart, { limit: PER_HOUR[urgency] ?? ALL.perHour, window: HOUR }),
      ];
      const earliest = Math.max(...free);
      if (earliest > at) {
        return new Date(earliest);
      }
      written.push({ at, urgency });
      return null;
    },
  };
}

/** When one more fits: once the one that is `limit` before the newest has left the window. */
function freeAt(written: readonly { at: number }[], { limit, window }: { limit: number; window: number }): number {
  const hindrance = written.at(-limit);
  return hindrance === undefined ? 0 : hindrance.at + window;
}
