import { readdir, readFile } from "node:fs/promises";
import { setTimeout as wait } from "node:timers/promises";

const POLL_MILLISECONDS = 50;

/** Ends everything else in the environment: SIGTERM, a grace, SIGKILL; sessions of their own don't save processes from it. */
export async function endProcesses(graceSeconds: number): Promise<void> {
  const deadline = Date.now() + graceSeconds * 1000;
  signalAll(await listOthers(), "SIGTERM");
  while (Date.now() < deadline && (await listOthers()).length > 0) {
    await wait(POLL_MILLISECONDS);
  }
  for (let others = await listOthers(); others.length > 0; others = await listOthers()) {
    signalAll(others, "SIGKILL");
    await wait(POLL_MILLISECONDS);
  }
}

/** All living processes of this process namespace but the first one, this one, and this one's parents. */
async function listOthers(): Promise<number[]> {
  const spared = new Set([1, process.pid, process.ppid]);
  const pids = (await readdir("/proc"))
    .filter((name) => /^\d+$/.test(name))
    .map(Number)
    .filter((pid) => !spared.has(pid));
  const living = await Promise.all(pids.map(async (pid) => ((await isZombie(pid)) ? null : pid)));
  return living.filter((pid) => pid !== null);
}

async function isZombie(pid: number): Promise<boolean> {
  const stat = await readFile(`/proc/${pid}/stat`, "utf8").catch(() => null);
  return stat === null || stat.slice(stat.lastIndexOf(")") + 2).startsWith("Z");
}

function signalAll(pids: number[], signal: NodeJS.Signals): void {
  for (const pid of pids) {
    try {
      process.kill(pid, signal);
    } catch {
      // It ended by itself.
    }
  }
}
