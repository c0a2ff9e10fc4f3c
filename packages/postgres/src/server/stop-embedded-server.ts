import { readFileSync, readlinkSync } from "node:fs";
import { join } from "node:path";
import { setTimeout as wait } from "node:timers/promises";
import { locateServer } from "./locate-server.ts";
import { processStartTime } from "./process-identity.ts";

const STOP_MILLISECONDS = 20_000;

/** Stops the embedded server of this home if it runs: open transactions are rolled back, nothing committed is lost. */
export async function stopEmbeddedServer(home: string): Promise<void> {
  const pid = findServer(locateServer(home).dataFolder);
  if (pid === null) {
    return;
  }
  const startTime = processStartTime(pid);
  // SIGINT is PostgreSQL's fast shutdown.
  process.kill(pid, "SIGINT");
  const deadline = Date.now() + STOP_MILLISECONDS;
  while (startTime !== null && processStartTime(pid) === startTime && Date.now() < deadline) {
    await wait(10);
  }
}

/** The server's process: its pid file may name a process that has nothing to do with it any more. */
export function findServer(dataFolder: string): number | null {
  try {
    const pid = Number(readFileSync(join(dataFolder, "postmaster.pid"), "utf8").split("\n", 1)[0]);
    return readlinkSync(`/proc/${pid}/exe`).includes("/postgres") ? pid : null;
  } catch {
    return null;
  }
}
