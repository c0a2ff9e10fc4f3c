import type { Clock } from "../queue/work-queue.ts";

/** A clock that goes as it is told. */
export function manualClock(): Clock & { pass(milliseconds: number): void } {
  let now = 0;
  const alarms = new Map<object, { at: number; call: () => void }>();
  return {
    now: () => now,
    after(milliseconds, call) {
      const alarm = {};
      alarms.set(alarm, { at: now + milliseconds, call });
      return () => void alarms.delete(alarm);
    },
    pass(milliseconds) {
      now += milliseconds;
      for (const [alarm, { at, call }] of [...alarms].toSorted(([, a], [, b]) => a.at - b.at)) {
        if (at <= now && alarms.delete(alarm)) {
          call();
        }
      }
    },
  };
}
