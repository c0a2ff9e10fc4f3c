import { readdirSync, readFileSync } from "node:fs";
import { tryRead } from "./try-read.ts";
import { waitUntil } from "./wait-until.ts";

const END_TIMEOUT_MILLISECONDS = 20_000;

/** A process that can't be mistaken for a later one with the same number, not even after a restart of the machine. */
export interface ProcessIdentity {
  pid: number;
  /** Clock ticks between the machine's start and the process's. */
  startTicks: number;
  bootId: string;
}

/** null: there is no such process, or it has ended and was not collected by its parent. */
export function identifyProcess(pid: number): ProcessIdentity | null {
  const startTicks = readStartTicks(pid);
  return startTicks === null ? null : { pid, startTicks, bootId: readBootId() };
}

/** A process that has ended but was not collected by its parent is not alive. */
export function isAlive({ pid, startTicks, bootId }: ProcessIdentity): boolean {
  return readStartTicks(pid) === startTicks && readBootId() === bootId;
}

/** Sends the signal to that very process; succeeds when it has ended already. */
export function signalProcess(identity: ProcessIdentity, signal: NodeJS.Signals): void {
  if (isAlive(identity)) {
    sendSignal(identity.pid, signal);
  }
}

/** Kills that very process; succeeds when it has ended already. */
export function killProcess(identity: ProcessIdentity): void {
  signalProcess(identity, "SIGKILL");
}

/** Kills each of them and waits for its end. */
export async function endProcesses(identities: (ProcessIdentity | null)[]): Promise<void> {
  for (const identity of identities.filter((it) => it !== null)) {
    killProcess(identity);
    if (!(await waitUntil(() => !isAlive(identity), END_TIMEOUT_MILLISECONDS))) {
      throw new Error(`Process ${identity.pid} doesn't end although it was killed.`);
    }
  }
}

/** The process that `pid` started last; null when it has none. */
export function identifyChild(pid: number): ProcessIdentity | null {
  const child = childrenOf(pid).at(-1);
  return child === undefined ? null : identifyProcess(child);
}

/** Children belong to the thread that started them. */
export function childrenOf(pid: number): number[] {
  return list(`/proc/${pid}/task`).flatMap((thread) =>
    tryRead(`/proc/${pid}/task/${thread}/children`)
      .split(" ")
      .filter((it) => it !== "")
      .map(Number),
  );
}

export function sendKill(pid: number): void {
  sendSignal(pid, "SIGKILL");
}

function sendSignal(pid: number, signal: NodeJS.Signals): void {
  try {
    process.kill(pid, signal);
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== "ESRCH") {
      throw error;
    }
  }
}

/** null for a process that is gone or ended. */
function readStartTicks(pid: number): number | null {
  try {
    const text = readFileSync(`/proc/${pid}/stat`, "utf8");
    // The program's name may hold blanks and brackets; the fields after its last bracket begin with the third.
    const fields = text.slice(text.lastIndexOf(")") + 2).split(" ");
    return "ZX".includes(fields[0] ?? "X") ? null : Number(fields[19]);
  } catch {
    return null;
  }
}

function readBootId(): string {
  return readFileSync("/proc/sys/kernel/random/boot_id", "utf8").trim();
}

function list(folder: string): string[] {
  try {
    return readdirSync(folder);
  } catch {
    return [];
  }
}
