/** How large a soak is. */
export interface SoakPlan {
  /** From an issue with the label to its pull request. */
  tasks: number;
  /** Issues whose task hasn't ended. */
  atOnce: number;
  installations: number;
  /** About as often something is killed or stopped; 0: never. */
  killSeconds: number;
  /** The share of requests to the peer and to the model that fail. */
  failing: number;
  /** Longer than this no task may take. */
  patienceSeconds: number;
  /** Where what the processes say is written; null: nowhere. */
  logFile: string | null;
  random: () => number;
  /** Ends it before all have ended, which is a fault then. */
  signal: AbortSignal;
}

/** A row of figures each so often. */
export const SAMPLE_MILLISECONDS = 10_000;

/** The same numbers for the same seed, so that a soak can be had again as far as the machine lets it. */
export function seeded(seed: number): () => number {
  let state = seed >>> 0;
  return () => {
    state = (state + 0x6d2b79f5) >>> 0;
    let mixed = Math.imul(state ^ (state >>> 15), state | 1);
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32;
  };
}
