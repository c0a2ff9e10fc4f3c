import { spawn } from "node:child_process";
import { once } from "node:events";
import { readFile, rm, stat } from "node:fs/promises";
import { join } from "node:path";
import { createInterface } from "node:readline";
import type { Readable } from "node:stream";
import { makeTemporaryFolder } from "./make-temporary-folder.ts";

const MAX_FILE_BYTES = 128 * 1024;

interface EmptyHomeRun {
  executable: string;
  args: readonly string[];
  /** The variable that names the program's own folder, beside `HOME`. */
  homeVariable: string;
  /** What it is to leave there, and what is wanted of it. */
  file: string;
  signal: AbortSignal;
  /** Called with each line that it says, as it says it: text of others. */
  onLine: (line: string) => void;
}

/**
 * Runs a program with nothing of its environment and a home that is gone afterwards, so that what it leaves is nowhere but with whoever gets it.
 * Returns the file; null: it ended otherwise than well, or left none.
 */
export async function runInEmptyHome({
  executable,
  args,
  homeVariable,
  file,
  signal,
  onLine,
}: EmptyHomeRun): Promise<string | null> {
  const home = await makeTemporaryFolder("catalyst-login-");
  try {
    const child = spawn(executable, [...args], {
      env: { HOME: home, [homeVariable]: home, PATH: "/usr/local/bin:/usr/bin:/bin" },
      cwd: home,
      stdio: ["ignore", "pipe", "pipe"],
      signal,
    });
    const ended = once(child, "close").then(
      ([exitCode]) => exitCode === 0,
      () => false,
    );
    await Promise.all([tell(child.stdout, onLine), tell(child.stderr, onLine), ended]);
    return (await ended) ? await readSmall(join(home, file)) : null;
  } finally {
    await rm(home, { recursive: true, force: true });
  }
}

async function tell(stream: Readable, onLine: (line: string) => void): Promise<void> {
  for await (const line of createInterface(stream)) {
    onLine(line);
  }
}

async function readSmall(path: string): Promise<string | null> {
  const found = await stat(path).catch(() => null);
  return found?.isFile() && found.size <= MAX_FILE_BYTES ? readFile(path, "utf8") : null;
}
