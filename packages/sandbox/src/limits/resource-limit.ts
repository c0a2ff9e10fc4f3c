import { readdirSync, statSync } from "node:fs";
import { release } from "node:os";

/** From this version on Linux counts the processes of a user namespace by themselves. */
const COUNTED_BY_NAMESPACE = [5, 14] as const;

/** Where nothing weighs environments, each of their threads gives way to those of the processes that serve them. */
const NICENESS = 10;

/**
 * What stands before a command inside an environment, so that the kernel stops it at this many processes and threads. It is set inside: set
 * before the namespaces are made, everything that the account runs elsewhere on the machine would count, and nothing might start at all.
 */
export function resourceLimitCommand(processes: number): string[] {
  const limit = countsByNamespace(release()) ? processes : processes + countThreads(process.getuid?.() ?? 0);
  return ["/usr/bin/nice", "-n", String(NICENESS), "/usr/bin/prlimit", `--nproc=${limit}:${limit}`, "--"];
}

export function countsByNamespace(kernel: string): boolean {
  const [major = 0, minor = 0] = kernel.split(".").map((part) => Number.parseInt(part, 10));
  return major > COUNTED_BY_NAMESPACE[0] || (major === COUNTED_BY_NAMESPACE[0] && minor >= COUNTED_BY_NAMESPACE[1]);
}

/** The threads that an account runs, which is what the kernel counts as its processes. */
export function countThreads(uid: number): number {
  const pids = readdirSync("/proc").filter((name) => /^\d+$/.test(name));
  return pids.reduce((sum, pid) => sum + threadsOf(`/proc/${pid}`, uid), 0);
}

function threadsOf(folder: string, uid: number): number {
  try {
    return statSync(folder).uid === uid ? readdirSync(`${folder}/task`).length : 0;
  } catch {
    // It ended meanwhile.
    return 0;
  }
}
