import { spawn } from "node:child_process";
import { once } from "node:events";
import { open } from "node:fs/promises";
import { CatalystError } from "@catalyst/core";
import { SERVER_ENV } from "./run-server-program.ts";

const WAIT_SECONDS = 60;
/** flock's exit code for a lock that it didn't get in time. */
const TIMED_OUT = 75;

/** Runs `work` while no other process of this machine holds the lock. The kernel frees the lock of a process that dies. */
export async function withStartLock<T>(path: string, work: () => Promise<T>): Promise<T> {
  const file = await open(path, "a", 0o600);
  try {
    await lock(file.fd, path);
    return await work();
  } finally {
    await file.close();
  }
}

/** Node has no flock(2); the program locks the open file that it shares with us, and we go on holding it after it ended. */
async function lock(fd: number, path: string): Promise<void> {
  const args = ["--exclusive", "--timeout", String(WAIT_SECONDS), "--conflict-exit-code", String(TIMED_OUT), "3"];
  const child = spawn("flock", args, { env: SERVER_ENV, stdio: ["ignore", "ignore", "ignore", fd] });
  let code: number | null;
  try {
    [code] = (await once(child, "exit")) as [number | null];
  } catch (cause) {
    throw new CatalystError(
      "prerequisite_missing",
      "Starting PostgreSQL failed: the program flock isn't there. Install it: apt-get install util-linux",
      { cause },
    );
  }
  if (code === TIMED_OUT) {
    throw new CatalystError(
      "unavailable",
      `Starting PostgreSQL failed: another process has been starting it for ${WAIT_SECONDS} s (it holds ${path}). End it, then try again.`,
    );
  }
  if (code !== 0) {
    throw new Error(`locking ${path} failed: flock ended with exit code ${code}`);
  }
}
