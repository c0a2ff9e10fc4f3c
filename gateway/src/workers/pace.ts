import { setImmediate as nextRound } from "node:timers/promises";

const SLICE_MILLISECONDS = 5;

/** Does a bounded piece of work as soon as its round of the event loop has room for it. */
export type Pace = <Result>(work: () => Result) => Promise<Result>;

/**
 * For all work whose amount clients and providers decide: a round of the event loop does some milliseconds of it, however
 * many of them send at once, and then everything else has its turn.
 */
export const inPace: Pace = createPace(SLICE_MILLISECONDS, () => performance.now());

export function createPace(sliceMilliseconds: number, nowMilliseconds: () => number): Pace {
  let spent = 0;
  const isNewRound = () => {
    spent = 0;
  };
  return async (work) => {
    while (spent >= sliceMilliseconds) {
      await nextRound();
    }
    if (spent === 0) {
      setImmediate(isNewRound);
    }
    const began = nowMilliseconds();
    try {
      return work();
    } finally {
      spent += nowMilliseconds() - began;
    }
  };
}
