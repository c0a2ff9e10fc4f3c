import { spawn } from "node:child_process";
import { once } from "node:events";
import { readdir } from "node:fs/promises";
import type { Readable, Writable } from "node:stream";
import { ENVIRONMENT_PATHS } from "@catalyst/core";

/** What a stage writes, below the root: the same that is kept of setups on a machine. */
const { home, workspace, own } = ENVIRONMENT_PATHS;
const FOLDERS = [home, workspace, own].map((path) => path.slice(1));
const MAX_WORDS = 500;

export interface Tar {
  stdin: Writable;
  stdout: Readable;
  /** Rejects, with its words, where it doesn't do what it was to. */
  ended: Promise<void>;
  kill(): void;
}

/**
 * Writes an archive of what the stage wrote to its output. The folders themselves aren't in it: they are mounts and a cluster's own, and whoever
 * unpacks them may not touch their modes.
 */
export async function packTar(root: string): Promise<Tar> {
  const names = await Promise.all(
    FOLDERS.map(async (folder) => (await readdir(`${root}/${folder}`)).map((name) => `${folder}/${name}`)),
  );
  const tar = runTar(["--create", "--file=-", `--directory=${root}`, "--null", "--files-from=-"]);
  tar.stdin.end(
    names
      .flat()
      .map((name) => `${name}\0`)
      .join(""),
  );
  return tar;
}

/** Puts an archive that comes at its input in place. */
export function unpackTar(root: string): Tar {
  return runTar(["--extract", "--file=-", `--directory=${root}`, "--no-same-owner", "--preserve-permissions"]);
}

/** It ends with the archive's own end, though more may follow: that is read all the same, as what was sent is judged as a whole. */
export async function feedTar({ stdin }: Pick<Tar, "stdin">, pieces: AsyncIterable<Buffer>): Promise<void> {
  const closed = new AbortController();
  stdin.once("close", () => closed.abort());
  for await (const piece of pieces) {
    if (!closed.signal.aborted && !stdin.write(piece)) {
      await once(stdin, "drain", { signal: closed.signal }).catch(() => undefined);
    }
  }
  stdin.end();
}

export function foldersIn(root: string): string[] {
  return FOLDERS.map((folder) => `${root}/${folder}`);
}

/** By the project's own image, which has one as a rule. */
function runTar(args: string[]): Tar {
  const child = spawn("tar", args, { stdio: ["pipe", "pipe", "pipe"] });
  let words = "";
  child.stderr.on("data", (piece: Buffer) => {
    words = (words + piece.toString("utf8")).slice(0, MAX_WORDS);
  });
  child.stdin.on("error", () => undefined);
  const ended = once(child, "close").then(([code]) => {
    if (code !== 0) {
      throw new Error(`tar failed: ${words.trim() || (code ?? "it was ended")}`);
    }
  });
  ended.catch(() => undefined);
  return { stdin: child.stdin, stdout: child.stdout, ended, kill: () => void child.kill("SIGKILL") };
}
