import { getPriority, setPriority } from "node:os";

const NICENESS = 5;
const LEAST_PRIORITY = 19;

/**
 * Has a process that was just started, and what it starts, wait for what serves everybody. Said from outside: `nice` before it
 * would be one more program for each git, a third of its time.
 */
export function yieldToOthers(pid: number | undefined): void {
  if (pid === undefined) {
    return;
  }
  try {
    setPriority(pid, Math.min(getPriority() + NICENESS, LEAST_PRIORITY));
  } catch {
    // It has ended.
  }
}
