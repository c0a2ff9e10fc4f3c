import { type ExecFileException, execFile } from "node:child_process";
import { yieldToOthers } from "../limits/yield-to-others.ts";

/** A program that is run to its end, with all that it gets. */
export interface Execution {
  program: string;
  args: readonly string[];
  env: Record<string, string>;
  cwd: string;
  /** For its standard input; absent: nothing. */
  input?: string | Buffer;
  timeoutMilliseconds: number;
  /** It is ended when it writes more. */
  maxOutputBytes: number;
  /** Whether it waits for what serves everybody. */
  yields: boolean;
}

/** What came of it; `error` where it wasn't started, failed or was ended. */
export interface Executed {
  error: Pick<ExecFileException, "message" | "code" | "killed" | "signal" | "cmd"> | null;
  stdout: Buffer;
  stderr: string;
}

export type Execute = (execution: Execution) => Promise<Executed>;

/** Starts the program from this process. */
export const execute: Execute = ({ program, args, input, yields, ...given }) => {
  const options = {
    env: given.env,
    cwd: given.cwd,
    timeout: given.timeoutMilliseconds,
    maxBuffer: given.maxOutputBytes,
    encoding: "buffer",
  } as const;
  return new Promise((resolve) => {
    const child = execFile(program, args, options, (error, stdout, stderr) =>
      resolve({ error: error === null ? null : namesOf(error), stdout, stderr: stderr.toString().trim() }),
    );
    if (yields) {
      yieldToOthers(child.pid);
    }
    // It may have its answer before it has read everything.
    child.stdin?.on("error", () => undefined).end(input);
  });
};

function namesOf({ message, code, killed, signal, cmd }: ExecFileException): Executed["error"] {
  return { message, code, killed, signal, cmd };
}
