import { existsSync, readdirSync, readFileSync } from "node:fs";
import { setTimeout as wait } from "node:timers/promises";

/** The first process is gone a moment after its command; what takes longer is looked for less often. */
const POLL_MILLISECONDS = { first: 1, most: 10 };
/** A process in an uninterruptible wait may take its time; the end of the environment takes it too. */
const KILL_MILLISECONDS = 10_000;

/**
 * Ends everything in the box whose first process this is: SIGTERM, a grace, SIGKILL to that first one, with which the kernel
 * ends all others, even those that are being forked; sessions of their own don't save processes from it. null: it never began.
 */
export async function endBox(first: number | null, graceSeconds: number): Promise<void> {
  if (first === null) {
    return;
  }
  if (graceSeconds > 0) {
    for (const pid of descendantsOf(first)) {
      signal(pid, "SIGTERM");
    }
    await untilGone(first, Date.now() + graceSeconds * 1000);
  }
  if (isFirst(first)) {
    signal(first, "SIGKILL");
  }
  await untilGone(first, Date.now() + KILL_MILLISECONDS);
}

/** Its number in the innermost namespace is 1: once it has ended, the number here may become another process's. */
function isFirst(pid: number): boolean {
  return /^NSpid:.*\t1$/m.test(read(`/proc/${pid}/status`));
}

function signal(pid: number, name: NodeJS.Signals): void {
  try {
    process.kill(pid, name);
  } catch {
    // It has ended.
  }
}

async function untilGone(pid: number, deadline: number): Promise<void> {
  let pause = POLL_MILLISECONDS.first;
  while (existsSync(`/proc/${pid}`) && Date.now() < deadline) {
    await wait(pause);
    pause = Math.min(pause * 2, POLL_MILLISECONDS.most);
  }
}

/** Those whose parent has ended are given to the first process. */
function descendantsOf(first: number): number[] {
  const parents = new Map(processes().map((pid) => [pid, parentOf(pid)]));
  const isBelow = (pid: number): boolean => {
    const parent = parents.get(pid) ?? 0;
    return parent === first || (parent > 1 && isBelow(parent));
  };
  return [...parents.keys()].filter(isBelow);
}

function processes(): number[] {
  return readdirSync("/proc")
    .filter((name) => /^\d+$/.test(name))
    .map(Number);
}

function parentOf(pid: number): number {
  const stat = read(`/proc/${pid}/stat`);
  return Number(stat.slice(stat.lastIndexOf(")") + 2).split(" ")[1] ?? 0);
}

function read(file: string): string {
  try {
    return readFileSync(file, "utf8");
  } catch {
    return "";
  }
}
