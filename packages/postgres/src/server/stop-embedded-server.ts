import { readFileSync } from "node:fs";
import { join } from "node:path";
import { identifyProcess, isAlive, waitUntil } from "@catalyst/machine";
import { locateServer } from "./locate-server.ts";
import { serverProcessesIn, worksIn } from "./server-processes.ts";

const STOP_MILLISECONDS = 20_000;

/** Stops the embedded server of this home if it runs: open transactions are rolled back, nothing committed is lost. */
export async function stopEmbeddedServer(home: string): Promise<void> {
  const { dataFolder } = locateServer(home);
  const pid = findServer(dataFolder);
  if (pid === null) {
    return;
  }
  const server = identifyProcess(pid);
  // SIGINT is PostgreSQL's fast shutdown.
  process.kill(pid, "SIGINT");
  await waitUntil(() => server === null || !isAlive(server), STOP_MILLISECONDS);
}

/** The server's first process. Its pid file may name a process that has nothing to do with it any more; that one is not returned. */
export function findServer(dataFolder: string): number | null {
  const pid = readPidFile(dataFolder);
  return pid !== null && worksIn(pid, dataFolder) && serverProcessesIn(dataFolder).includes(pid) ? pid : null;
}

/** What the pid file says, true or not. */
export function readPidFile(dataFolder: string): number | null {
  try {
    const pid = Number(readFileSync(join(dataFolder, "postmaster.pid"), "utf8").split("\n", 1)[0]);
    return Number.isInteger(pid) && pid > 0 ? pid : null;
  } catch {
    return null;
  }
}
