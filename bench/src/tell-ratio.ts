import { describeTimes, median } from "./measure.ts";

/** Prints the times of one thing done in two ways, and how many times as long the first one takes. */
export function tellRatio(name: string, times: Record<string, readonly number[] | undefined>): void {
  const [[, one = []] = [], [baseline = "", other = []] = []] = Object.entries(times);
  console.log(`\n${name}: ${(median(one) / median(other)).toFixed(2)} times ${baseline}`);
  for (const [way, measured = []] of Object.entries(times)) {
    console.log(`  ${way.padEnd(30)}  ${describeTimes(measured)}`);
  }
}
