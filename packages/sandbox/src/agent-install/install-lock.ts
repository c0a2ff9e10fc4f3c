import { spawn } from "node:child_process";
import { mkdir, open } from "node:fs/promises";
import { dirname } from "node:path";
import { CatalystError } from "@catalyst/core";
import { SYSTEM_PATH } from "../keeper/run.ts";

/** flock's exit code for a lock that somebody else holds. */
const HELD = 75;

interface InstallLock {
  path: string;
  /** How long another installation may take before this one is given up. */
  waitSeconds: number;
  onWait: () => void;
}

/** Runs `work` while no other process holds the lock. The kernel frees the lock of a process that dies. */
export async function withInstallLock<T>(
  { path, waitSeconds, onWait }: InstallLock,
  work: () => Promise<T>,
): Promise<T> {
  await mkdir(dirname(path), { recursive: true });
  const file = await open(path, "a", 0o600);
  try {
    if (!(await lock(file.fd, ["--nonblock"]))) {
      onWait();
      if (!(await lock(file.fd, ["--timeout", String(waitSeconds)]))) {
        throw new CatalystError(
          "unavailable",
          `Another process has been installing the same for ${waitSeconds} s (it holds ${path}). End it, then try again.`,
        );
      }
    }
    return await work();
  } finally {
    await file.close();
  }
}

/** Node has no flock(2); the program locks the open file that it shares with us, and we go on holding it after it ended. */
async function lock(fd: number, how: string[]): Promise<boolean> {
  const child = spawn("flock", ["--exclusive", "--conflict-exit-code", String(HELD), ...how, "3"], {
    env: { PATH: SYSTEM_PATH },
    stdio: ["ignore", "ignore", "ignore", fd],
  });
  const exitCode = await new Promise<number | null>((resolve) => {
    child.once("exit", resolve);
    child.once("error", () => resolve(null));
  });
  if (exitCode === 0 || exitCode === HELD) {
    return exitCode === 0;
  }
  throw new CatalystError(
    "prerequisite_missing",
    "Locking the agent's folder failed: the program flock isn't there or doesn't work. Install it: apt-get install util-linux",
  );
}
