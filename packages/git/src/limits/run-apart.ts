import { type ChildProcessByStdio, spawn } from "node:child_process";
import { getCompileCacheDir } from "node:module";
import type { Socket } from "node:net";
import { dirname } from "node:path";
import type { Readable, Writable } from "node:stream";
import { limitedCommand, type ProcessLimits } from "./process-limits.ts";
import { makeReadingGroup } from "./reading-group.ts";
import { yieldToOthers } from "./yield-to-others.ts";

const MAX_STDERR_LENGTH = 4096;
const MAX_HEAP_MIB = 256;

export interface Program {
  /** A file of ours that Node runs. It answers on its standard output; when its standard input ends, we are gone. */
  program: string;
  limits: Pick<ProcessLimits, "memoryMib" | "cpuSeconds">;
  maxOutputBytes: number;
  /** Absent: this machine's. */
  controlGroupRoot?: string;
}

interface Order {
  /** One line for its standard input. */
  input: string;
  /** From now on, until it is killed. */
  seconds: number;
  /** Breaks it off when it comes meanwhile, by an error. */
  signal: AbortSignal | null;
}

export interface Apart extends Omit<Program, "limits">, Omit<Order, "seconds"> {
  limits: ProcessLimits;
}

/** `stopped`: it reached a limit, and would again; `limit` names it. */
export type ApartEnd =
  | { kind: "answered"; output: string }
  | { kind: "stopped"; limit: "memory" | "processor time" | "time" | "output" };

/** How a process ends that may not have more memory: V8 and the C library give up loudly. */
const OUT_OF_MEMORY: readonly (string | null)[] = ["SIGABRT", "SIGTRAP", "SIGSEGV", "SIGILL", "SIGBUS"];

/** A program that waits for its order. While it does, it keeps our process from nothing, its end neither. */
export interface StartedProgram {
  hasEnded(): boolean;
  /** Its one order. Throws when it fails otherwise than by reaching a limit. */
  give(order: Order): Promise<ApartEnd>;
  /** Ends one that was given none. */
  dismiss(): Promise<void>;
}

/**
 * Runs one of our programs in a process of its own, with an empty environment and under limits. Nothing of what it reads
 * comes into this process but its bounded answer. Throws when it fails otherwise than by reaching a limit.
 */
export function runApart({ input, limits, signal, ...program }: Apart): Promise<ApartEnd> {
  return startApart({ ...program, limits }).give({ input, signal, seconds: limits.seconds });
}

/** Starts a program as `runApart` does, whose order is to be given later: by then it has loaded itself. */
export function startApart({ program, limits, maxOutputBytes, controlGroupRoot }: Program): StartedProgram {
  const node = [process.execPath, `--max-old-space-size=${MAX_HEAP_MIB}`, program];
  const group = makeReadingGroup(limits, controlGroupRoot);
  const [command = "", ...args] = limitedCommand(node, limits, group.folders);
  // A group of its own: whatever it has started is killed with it.
  const child = spawn(command, args, { cwd: "/", env: programEnv(), detached: true, stdio: ["pipe", "pipe", "pipe"] });
  yieldToOthers(child.pid);
  let stopped: "time" | "output" | null = null;
  const stop = (limit: "time" | "output") => {
    stopped ??= limit;
    killGroup(child.pid);
  };
  const output = collect(child.stdout, { max: maxOutputBytes, onMore: () => stop("output") });
  const stderr = collectEnd(child.stderr);
  child.stdin.on("error", () => undefined);
  const ending = ended(child);
  ending.catch(() => undefined);
  const handles = [child, ...([child.stdin, child.stdout, child.stderr] as unknown as Socket[])];
  const hold = (how: "ref" | "unref") => handles.forEach((handle) => void handle[how]());
  hold("unref");
  return {
    hasEnded: () => child.exitCode !== null || child.signalCode !== null,
    async give({ input, seconds, signal }) {
      hold("ref");
      const timer = setTimeout(() => stop("time"), seconds * 1000);
      const abort = () => killGroup(child.pid);
      signal?.addEventListener("abort", abort, { once: true });
      if (signal?.aborted) {
        abort();
      }
      child.stdin.write(`${input}\n`);
      try {
        const end = await ending;
        if (end.exitCode !== 0) {
          signal?.throwIfAborted();
          killGroup(child.pid);
        }
        return explain({ ...end, stopped, isOutOfMemory: group.isOutOfMemory(), output: output(), stderr: stderr() });
      } finally {
        clearTimeout(timer);
        signal?.removeEventListener("abort", abort);
        await group.end();
      }
    },
    async dismiss() {
      killGroup(child.pid);
      await group.end();
    },
  };
}

/** All that a program of ours needs: where its compiled form is, so that it starts soon. */
export function programEnv(): Record<string, string> {
  const folder = getCompileCacheDir();
  return folder === undefined ? {} : { NODE_COMPILE_CACHE: dirname(folder) };
}

interface Ended {
  exitCode: number | null;
  signal: NodeJS.Signals | null;
}

function ended(child: ChildProcessByStdio<Writable, Readable, Readable>): Promise<Ended> {
  return new Promise((resolve, reject) => {
    child.once("error", reject);
    child.once("close", (exitCode, signal) => resolve({ exitCode, signal }));
  });
}

interface Explained extends Ended {
  stopped: "time" | "output" | null;
  /** The kernel ended a process, which another one may have told as its own failure. */
  isOutOfMemory: boolean;
  output: string;
  stderr: string;
}

function explain({ exitCode, signal, stopped, isOutOfMemory, output, stderr }: Explained): ApartEnd {
  if (stopped !== null) {
    return { kind: "stopped", limit: stopped };
  }
  if (signal === "SIGXCPU") {
    return { kind: "stopped", limit: "processor time" };
  }
  if (OUT_OF_MEMORY.includes(signal) || (isOutOfMemory && exitCode !== 0)) {
    return { kind: "stopped", limit: "memory" };
  }
  if (exitCode !== 0) {
    throw new Error(`the process that reads what was pushed failed (${signal ?? exitCode}): ${stderr}`);
  }
  return { kind: "answered", output };
}

function collect(stream: Readable, { max, onMore }: { max: number; onMore: () => void }): () => string {
  const chunks: Buffer[] = [];
  let bytes = 0;
  stream.on("data", (chunk: Buffer) => {
    bytes += chunk.length;
    if (bytes > max) {
      onMore();
    } else {
      chunks.push(chunk);
    }
  });
  return () => Buffer.concat(chunks).toString("utf8");
}

function collectEnd(stream: Readable): () => string {
  let end = "";
  stream.on("data", (chunk: Buffer) => {
    end = `${end}${chunk.toString("latin1")}`.slice(-MAX_STDERR_LENGTH);
  });
  return () => end.trim();
}

/** All processes of the group that the process leads; none is fine. */
export function killGroup(pid: number | undefined): void {
  if (pid !== undefined) {
    try {
      process.kill(-pid, "SIGKILL");
    } catch {
      // It has ended.
    }
  }
}
