/** One way of doing something, done once: how long each part of it took, in milliseconds. */
export type Measure = () => Promise<Record<string, number>>;

/** Every time of each part of one way. */
export type Times = Record<string, number[]>;

/**
 * Does both ways in turn, round after round, so that a busy moment of the machine meets both. The first round doesn't
 * count.
 */
export async function measureInTurn(ways: [Measure, Measure], rounds: number): Promise<[Times, Times]> {
  const times: [Times, Times] = [{}, {}];
  for (let round = 0; round <= rounds; round++) {
    for (const index of [0, 1] as const) {
      const parts = await ways[index]();
      for (const [part, milliseconds] of round === 0 ? [] : Object.entries(parts)) {
        times[index][part] = [...(times[index][part] ?? []), milliseconds];
      }
    }
  }
  return times;
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
