import { describeTimes, median } from "./measure.ts";

/** One figure of a measurement, and what it is to be at most; null: nobody said. */
export interface Figure {
  what: string;
  value: number;
  unit: "ms" | "us" | "times" | "a second" | "lines" | "deliveries" | "connections" | "changes" | "kB" | "MB";
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

/** What some requests took of a server. */
export interface Requests {
  perSecond: number;
  /** Processor time of one, in microseconds. */
  cpuMicroseconds: number;
}

/** The processor time of a request, with how it compares with a baseline of the same rounds: a rate depends on the machine's load. */
export function perRequestFigure(
  what: string,
  { found, baseline }: { found: readonly Requests[]; baseline: readonly Requests[] },
): Figure {
  const cpuOf = (requests: readonly Requests[]) => median(requests.map(({ cpuMicroseconds }) => cpuMicroseconds));
  const rateOf = (requests: readonly Requests[]) => median(requests.map(({ perSecond }) => perSecond));
  const times = [cpuOf(found) / cpuOf(baseline), rateOf(found) / rateOf(baseline)].map((ratio) => ratio.toFixed(2));
  const detail = `${rateOf(found).toFixed(0)} requests/s; ${times[0]} times the baseline's processor time, ${times[1]} times its rate`;
  return { what: `${what}, processor time of a request`, value: cpuOf(found), unit: "us", goal: null, detail };
}

/** null: there is no goal. A figure that couldn't be had misses it. */
export function isMet({ value, goal }: Figure): boolean | null {
  return goal === null ? null : value <= goal;
}
