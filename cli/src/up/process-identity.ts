import { readFileSync } from "node:fs";
import { z } from "zod";

/** A process that can't be taken for a later one with the same id. */
export const ProcessIdentity = z.object({ pid: z.int().positive(), startTime: z.string() });
export type ProcessIdentity = z.infer<typeof ProcessIdentity>;

/** null: there is no such process, or it has ended and waits to be buried. */
export function identifyProcess(pid: number): ProcessIdentity | null {
  try {
    const stat = readFileSync(`/proc/${pid}/stat`, "utf8");
    // The name in parentheses may hold anything; what follows it is split by blanks, the start time being field 22.
    const fields = stat.slice(stat.lastIndexOf(")") + 2).split(" ");
    return fields[0] === "Z" ? null : { pid, startTime: fields[19] as string };
  } catch {
    return null;
  }
}

export function isProcessAlive({ pid, startTime }: ProcessIdentity): boolean {
  return identifyProcess(pid)?.startTime === startTime;
}

/** Sends the signal to the process if it is still this one. */
export function signalProcess(identity: ProcessIdentity, signal: NodeJS.Signals): void {
  if (isProcessAlive(identity)) {
    try {
      process.kill(identity.pid, signal);
    } catch {
      // It ended in between.
    }
  }
}
