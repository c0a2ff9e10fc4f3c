import { spawn } from "node:child_process";
import { mkdir, open } from "node:fs/promises";
import { dirname } from "node:path";
import { CatalystError } from "@catalyst/core/apart";

/** flock's exit code for a lock that somebody else holds. */
const HELD = 75;
const ENV = { PATH: "/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin" };

export interface FileLock {
  /** The file that is locked; it is made, with its folder. */
  path: string;
  waitSeconds: number;
  /** What the lock is for, to name in errors: `Starting PostgreSQL`. */
  purpose: string;
  /** Called once when somebody else holds it. */
  onWait?: () => void;
  /** Aborted: it isn't waited for any more. */
  signal?: AbortSignal;
}

/**
 * Runs `work` while no other process of this machine holds the lock. The kernel frees the lock of a process that dies.
 * Throws `unavailable` when another one still holds it after the time, `prerequisite_missing` without the program flock, and
 * the signal's reason when that came while it waited.
 */
export async function withFileLock<T>(lock: FileLock, work: () => Promise<T>): Promise<T> {
  await mkdir(dirname(lock.path), { recursive: true });
  const file = await open(lock.path, "a", 0o600);
  try {
    if (!(await take(file.fd, lock, ["--nonblock"]))) {
      lock.onWait?.();
      if (!(await take(file.fd, lock, ["--timeout", String(lock.waitSeconds)]))) {
        throw new CatalystError(
          "unavailable",
          `${lock.purpose} failed: another process has been doing the same for ${lock.waitSeconds} s (it holds ${lock.path}). End it, then try again.`,
        );
      }
    }
    return await work();
  } finally {
    await file.close();
  }
}

/** Node has no flock(2); the program locks the open file that it shares with us, and we go on holding it after it ended. */
async function take(fd: number, { purpose, path, signal }: FileLock, how: string[]): Promise<boolean> {
  const child = spawn("flock", ["--exclusive", "--conflict-exit-code", String(HELD), ...how, "3"], {
    env: ENV,
    stdio: ["ignore", "ignore", "ignore", fd],
    signal,
  });
  const exitCode = await new Promise<number | null>((resolve, reject) => {
    child.once("exit", resolve);
    child.once("error", reject);
  }).catch((cause: unknown) => {
    signal?.throwIfAborted();
    throw new CatalystError(
      "prerequisite_missing",
      `${purpose} failed: the program flock isn't there. Install it: apt-get install util-linux`,
      { cause },
    );
  });
  if (exitCode === 0 || exitCode === HELD) {
    return exitCode === 0;
  }
  throw new Error(`locking ${path} failed: flock ended with exit code ${exitCode}`);
}
