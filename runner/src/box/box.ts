import type { Readable, Writable } from "node:stream";

export interface BoxCommand {
  command: string;
  args: string[];
  folder: string;
  /** All that it gets: nothing of the runner's own variables. */
  env: Record<string, string>;
  /** For the runner's own tools: they see its folder. */
  isOwn?: boolean;
  /** One place in the runner's folder that is seen all the same, and can't be changed. */
  shown?: string;
  /** A folder in the home's place. */
  home?: string;
}

/** A command with all that it starts, shut off from the runner: it can't see, signal or read it. */
export interface Box {
  stdin: Writable;
  stdout: Readable;
  stderr: Readable;
  /** How the command ended; `exitCode` is 128 and the signal's number where one ended it. `error`: it could not be started. */
  ended: Promise<{ exitCode: number | null; error: string | null }>;
  /** Ends everything in it, with SIGTERM before where there is a grace. Resolves when nothing of it is left. */
  end(graceSeconds: number): Promise<void>;
}
