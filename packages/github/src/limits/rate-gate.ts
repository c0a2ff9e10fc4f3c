import { GitHubFault } from "../faults/github-fault.ts";

const LEAST_SECONDS = 60;
const MOST_SECONDS = 15 * 60;

/** What GitHub said of how much one installation asks: it counts for all that is asked with it. */
export interface RateGate {
  /** Throws `rate_limited` while nothing is to be asked. */
  check(): void;
  /** How long is waited when GitHub says that we must and not how long: twice as long each time, a quarter of an hour at most. */
  unsaidSeconds(): number;
  close(until: Date): void;
  /** Something was answered. */
  open(): void;
}

export function openRateGate(now: () => Date): RateGate {
  let closedUntil = 0;
  let times = 0;
  return {
    check() {
      if (now().getTime() < closedUntil) {
        throw new GitHubFault({ kind: "rate_limited", until: new Date(closedUntil) });
      }
    },
    unsaidSeconds: () => Math.min(LEAST_SECONDS * 2 ** times, MOST_SECONDS),
    close(until) {
      closedUntil = Math.max(closedUntil, until.getTime());
      times += 1;
    },
    open() {
      times = 0;
    },
  };
}
