import { type ChildProcess, fork } from "node:child_process";
import { fileURLToPath } from "node:url";
import { programEnv } from "../limits/run-apart.ts";
import type { Execute, Executed, Execution } from "./execute.ts";

const PROGRAM = fileURLToPath(new URL("./main.ts", import.meta.url));

/** What the starting process is told. */
export interface Wanted {
  id: number;
  execution: Execution;
}

interface Starting {
  process: ChildProcess;
  /** Those that haven't ended, each with who waits for it. */
  open: Map<number, (executed: Executed) => void>;
}

/**
 * Has programs started by a small process apart: the kernel copies a process' tables of memory to start another from it, which
 * takes a large one some milliseconds each time, in which it does nothing else. It is there from the first program on, and
 * again after it was killed; what it was doing then fails.
 */
export function createProgramStarter(): Execute {
  let starting: Starting | null = null;
  let last = 0;
  const begin = (): Starting => {
    const child = fork(PROGRAM, {
      env: programEnv(),
      execArgv: [],
      serialization: "advanced",
      stdio: ["ignore", 2, 2, "ipc"],
    });
    const begun: Starting = { process: child, open: new Map() };
    const settle = (id: number, executed: Executed) => {
      begun.open.get(id)?.(executed);
      begun.open.delete(id);
      if (begun.open.size === 0) {
        child.channel?.unref();
      }
    };
    child.unref();
    child.on("message", ({ id, executed }: { id: number; executed: Executed }) => settle(id, executed));
    const end = () => {
      starting = starting === begun ? null : starting;
      for (const id of begun.open.keys()) {
        settle(id, LOST);
      }
    };
    child.once("error", end);
    child.once("disconnect", end);
    return begun;
  };
  return (execution) =>
    new Promise((resolve) => {
      starting ??= begin();
      const { process: child, open } = starting;
      last += 1;
      open.set(last, resolve);
      child.channel?.ref();
      child.send({ id: last, execution } satisfies Wanted);
    });
}

const LOST: Executed = {
  error: { message: "The process that started it was ended.", code: "ECONNRESET" },
  stdout: Buffer.alloc(0),
  stderr: "",
};
