import { readdir, readFile } from "node:fs/promises";
import { setTimeout as wait } from "node:timers/promises";

const POLL_MILLISECONDS = 50;
/** A process in an uninterruptible wait may take its time; the end of the environment takes it too. */
const KILL_MILLISECONDS = 10_000;
/** kill(2): every process of the namespace but the first one and the caller, even those that are being forked. */
const ALL_OTHERS = -1;

/** Ends everything else in the environment: SIGTERM, a grace, SIGKILL; sessions of their own don't save processes from it. */
export async function endProcesses(graceSeconds: number): Promise<void> {
  if (process.pid !== 1 && process.ppid !== 1) {
    throw new Error(
      "The runner isn't in an environment of its own: ending all other processes would end the machine's.",
    );
  }
  signalAll("SIGTERM");
  await untilAlone(Date.now() + graceSeconds * 1000);
  signalAll("SIGKILL");
  await untilAlone(Date.now() + KILL_MILLISECONDS, () => signalAll("SIGKILL"));
}

function signalAll(signal: NodeJS.Signals): void {
  try {
    process.kill(ALL_OTHERS, signal);
  } catch {
    // There is none.
  }
}

async function untilAlone(deadline: number, again: () => void = () => undefined): Promise<void> {
  while (Date.now() < deadline && (await hasOthers())) {
    await wait(POLL_MILLISECONDS);
    again();
  }
}

async function hasOthers(): Promise<boolean> {
  const pids = (await readdir("/proc")).filter((name) => /^\d+$/.test(name)).map(Number);
  const states = await Promise.all(pids.filter((pid) => pid !== 1 && pid !== process.pid).map(isLiving));
  return states.includes(true);
}

async function isLiving(pid: number): Promise<boolean> {
  const stat = await readFile(`/proc/${pid}/stat`, "utf8").catch(() => null);
  return stat !== null && !/^[ZX]/.test(stat.slice(stat.lastIndexOf(")") + 2));
}
