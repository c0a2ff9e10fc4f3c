import { spawn } from "node:child_process";
import { existsSync, readdirSync, readFileSync } from "node:fs";
import { constants } from "node:os";
import { setTimeout as wait } from "node:timers/promises";
import type { Box, BoxCommand } from "./box.ts";

/** Names what a command started, and all that this started, for as long as it keeps its variables. */
const MARK = "CATALYST_BOX";
const POLL_MILLISECONDS = 10;
const KILL_MILLISECONDS = 10_000;
const SIGNAL_EXIT = 128;

/**
 * A command without a box, where its place forbids to make one, as pods' system call filter does: there the container is the
 * box, and what runs beside the runner is as trusted as the runner. What leaves its session and its variables behind lives
 * until the container ends.
 */
export function startPlain({ command, args, folder, env, home }: BoxCommand): Box {
  const mark = crypto.randomUUID();
  const variables = { ...env, ...(home === undefined ? {} : { HOME: home }), [MARK]: mark };
  const child = spawn(command, args, { cwd: folder, env: variables, stdio: "pipe", detached: true });
  const ended = new Promise<{ exitCode: number | null; error: string | null }>((resolve) => {
    child.once("error", (error) => resolve({ exitCode: null, error: error.message }));
    child.once("exit", (code, signal) =>
      resolve({ exitCode: code ?? SIGNAL_EXIT + (constants.signals[signal ?? "SIGKILL"] ?? 0), error: null }),
    );
  });
  return {
    stdin: child.stdin,
    stdout: child.stdout,
    stderr: child.stderr,
    ended,
    end: async (graceSeconds) => endAll({ first: child.pid ?? null, mark }, graceSeconds),
  };
}

interface Started {
  first: number | null;
  mark: string;
}

async function endAll(started: Started, graceSeconds: number): Promise<void> {
  if (graceSeconds > 0) {
    signalAll(started, "SIGTERM");
    await untilGone(started, graceSeconds * 1000);
  }
  const deadline = Date.now() + KILL_MILLISECONDS;
  // One that is being forked meanwhile is found the next time.
  while (signalAll(started, "SIGKILL") > 0 && Date.now() < deadline) {
    await wait(POLL_MILLISECONDS);
  }
}

async function untilGone(started: Started, milliseconds: number): Promise<void> {
  const deadline = Date.now() + milliseconds;
  while (listProcesses(started).length > 0 && Date.now() < deadline) {
    await wait(POLL_MILLISECONDS);
  }
}

function signalAll(started: Started, signal: NodeJS.Signals): number {
  const found = listProcesses(started);
  for (const pid of found) {
    try {
      process.kill(pid, signal);
    } catch {
      // It has ended.
    }
  }
  return found.length;
}

/** By its session or by what it was started with: either alone is left behind by honest programs. */
function listProcesses({ first, mark }: Started): number[] {
  return readdirSync("/proc")
    .filter((name) => /^\d+$/.test(name) && Number(name) !== process.pid)
    .map(Number)
    .filter((pid) => {
      const { state, session } = readStat(pid);
      return state !== "Z" && state !== "" && (session === first || read(`/proc/${pid}/environ`).includes(mark));
    });
}

function readStat(pid: number): { state: string; session: number } {
  const stat = read(`/proc/${pid}/stat`);
  const fields = stat.slice(stat.lastIndexOf(")") + 2).split(" ");
  return { state: fields[0] ?? "", session: Number(fields[3] ?? 0) };
}

function read(file: string): string {
  try {
    return existsSync(file) ? readFileSync(file, "latin1") : "";
  } catch {
    return "";
  }
}
