import { setTimeout as wait } from "node:timers/promises";

/** One way of doing something, done once: how long each part of it took, in milliseconds. */
export type Measure = () => Promise<Record<string, number>>;

/** Every time of each part of one way. */
export type Times = Record<string, number[]>;

/**
 * Does the ways in turn, round after round, so that a busy moment of the machine meets all of them. The first round
 * doesn't count. `restMilliseconds`: by then what a way leaves to be done after its end is over, and burdens no other.
 */
export async function measureInTurn(ways: readonly Measure[], rounds: number, restMilliseconds = 0): Promise<Times[]> {
  const times: Times[] = ways.map(() => ({}));
  for (let round = 0; round <= rounds; round++) {
    for (const [index, way] of ways.entries()) {
      const parts = await way();
      await wait(restMilliseconds);
      if (round > 0) {
        addTimes(times[index] ?? {}, parts);
      }
    }
  }
  return times;
}

function addTimes(times: Times, parts: Record<string, number>): void {
  for (const [part, milliseconds] of Object.entries(parts)) {
    times[part] = [...(times[part] ?? []), milliseconds];
  }
}

export function median(times: readonly number[]): number {
  const sorted = times.toSorted((a, b) => a - b);
  const middle = (sorted.length - 1) / 2;
  return ((sorted[Math.floor(middle)] ?? Number.NaN) + (sorted[Math.ceil(middle)] ?? Number.NaN)) / 2;
}

/** `412 ms (388 to 530)`: the median, the least and the most. */
export function describeTimes(times: readonly number[]): string {
  const [middle, least, most] = [median(times), Math.min(...times), Math.max(...times)].map((it) => it.toFixed(0));
  return `${middle} ms (${least} to ${most})`;
}
