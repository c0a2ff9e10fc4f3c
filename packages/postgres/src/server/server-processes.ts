import { readdirSync, readFileSync, statSync } from "node:fs";
import { identifyProcess } from "@catalyst/machine";

/** Whether the process works in this folder, as every process of a PostgreSQL server does in its data folder. */
export function worksIn(pid: number, folder: string): boolean {
  try {
    const theirs = statSync(`/proc/${pid}/cwd`);
    const ours = statSync(folder);
    return theirs.dev === ours.dev && theirs.ino === ours.ino && identifyProcess(pid) !== null;
  } catch {
    return false;
  }
}

/** The processes of this user that are PostgreSQL's and work in this folder. */
export function serverProcessesIn(folder: string): number[] {
  const pids = readdirSync("/proc")
    .filter((name) => /^\d+$/.test(name))
    .map(Number);
  return pids.filter((pid) => programOf(pid) === "postgres" && worksIn(pid, folder));
}

/**
 * Whether the server's program is still where it was started from: a checkout that was moved, or whose dependencies were
 * replaced, leaves a server that can't load its own libraries any more.
 */
export function isUprooted(pid: number): boolean {
  try {
    const startedFrom = readFileSync(`/proc/${pid}/cmdline`, "utf8").split("\0", 1)[0] ?? "";
    const running = statSync(`/proc/${pid}/exe`);
    const found = statSync(startedFrom, { throwIfNoEntry: false });
    return found === undefined || found.dev !== running.dev || found.ino !== running.ino;
  } catch {
    // It ended meanwhile, or isn't ours to look at.
    return false;
  }
}

function programOf(pid: number): string | null {
  try {
    return readFileSync(`/proc/${pid}/comm`, "utf8").trim();
  } catch {
    return null;
  }
}
