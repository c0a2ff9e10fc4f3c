import { readdirSync, readFileSync, statSync } from "node:fs";

/** What tells a process from a later one with the same id: its start time in clock ticks since boot; null when it is gone. */
export function processStartTime(pid: number): string | null {
  try {
    const stat = readFileSync(`/proc/${pid}/stat`, "utf8");
    const fields = stat.slice(stat.lastIndexOf(")") + 2).split(" ");
    return fields[0] === "Z" ? null : (fields[19] ?? null);
  } catch {
    return null;
  }
}

/** Whether the process works in this folder, as every process of a PostgreSQL server does in its data folder. */
export function worksIn(pid: number, folder: string): boolean {
  try {
    const theirs = statSync(`/proc/${pid}/cwd`);
    const ours = statSync(folder);
    return theirs.dev === ours.dev && theirs.ino === ours.ino && processStartTime(pid) !== null;
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

function programOf(pid: number): string | null {
  try {
    return readFileSync(`/proc/${pid}/comm`, "utf8").trim();
  } catch {
    return null;
  }
}
