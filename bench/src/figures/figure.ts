import { describeTimes, median } from "./measure.ts";

/** One figure of a measurement, and what it is to be at most; null: nobody said. */
export interface Figure {
  what: string;
  value: number;
  unit: "ms" | "times" | "a second" | "lines";
  goal: number | null;
  /** What it is made of, for whoever asks why. */
  detail: string;
}

/** A time, as the median of several. */
export function timeFigure(what: string, times: readonly number[], goal: number | null): Figure {
  return { what, value: median(times), unit: "ms", goal, detail: describeTimes(times) };
}

export interface Compared {
  what: string;
  times: readonly number[];
  /** What it is compared with, and how long that took in the same rounds. */
  baseline: { name: string; times: readonly number[] };
  goal: number | null;
}

/** How many times as long as its baseline something takes. */
export function ratioFigure({ what, times, baseline, goal }: Compared): Figure {
  const detail = `${describeTimes(times)} against ${describeTimes(baseline.times)} of ${baseline.name}`;
  return { what, value: median(times) / median(baseline.times), unit: "times", goal, detail };
}

/** null: there is no goal. A figure that couldn't be had misses it. */
export function isMet({ value, goal }: Figure): boolean | null {
  return goal === null ? null : value <= goal;
}
