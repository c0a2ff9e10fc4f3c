import { type ChildProcessByStdio, spawn } from "node:child_process";
import type { Readable, Writable } from "node:stream";
import { yieldToOthers } from "../limits/yield-to-others.ts";
import { GIT_ENV, GitFailure, type GitRun, gitCommand, limitsOf } from "../run-git.ts";
import { type ByteReader, createByteReader } from "./byte-reader.ts";

const MAX_STDERR_LENGTH = 2000;

/** A git whose output is read while it comes, and which may be left in the middle of it. */
export interface StreamedGit {
  stdin: Writable;
  stdout: Readable;
  bytes: ByteReader;
  /** Throws GitFailure when git says no. */
  end(): Promise<void>;
  stop(): void;
}

export function streamGit(run: Omit<GitRun, "input" | "timeoutMilliseconds">): StreamedGit {
  const [program, ...args] = gitCommand(run);
  const child = spawn(program, args, {
    cwd: "/",
    env: { ...GIT_ENV, ...run.env },
    stdio: ["pipe", "pipe", "pipe"],
  });
  if (limitsOf(run) !== undefined) {
    yieldToOthers(child.pid);
  }
  const ended = waitForEnd(child, run.args);
  // Who stops in the middle doesn't ask how it ended.
  ended.catch(() => undefined);
  child.stdin.on("error", () => undefined);
  return {
    stdin: child.stdin,
    stdout: child.stdout,
    bytes: createByteReader(child.stdout),
    end: () => ended,
    stop: () => void child.kill("SIGKILL"),
  };
}

function waitForEnd(child: ChildProcessByStdio<Writable, Readable, Readable>, args: string[]): Promise<void> {
  let stderr = "";
  child.stderr.on("data", (chunk: Buffer) => {
    stderr = `${stderr}${chunk.toString("utf8")}`.slice(0, MAX_STDERR_LENGTH);
  });
  return new Promise((resolve, reject) => {
    child.once("error", reject);
    child.once("close", (exitCode, signal) =>
      exitCode === 0
        ? resolve()
        : reject(new GitFailure(stderr.trim() || `git ${args[0]} ended with ${signal ?? exitCode}`)),
    );
  });
}
