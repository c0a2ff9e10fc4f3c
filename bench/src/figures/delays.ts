/** So many of the delays are no longer. */
export function shareOf(delays: readonly number[], share: number): number {
  const sorted = delays.toSorted((a, b) => a - b);
  return sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * share))] ?? Number.NaN;
}

export function describeDelays(delays: readonly number[]): string {
  return `p50 ${shareOf(delays, 0.5)}, p99 ${shareOf(delays, 0.99)}, most ${shareOf(delays, 1)} ms`;
}
