import { closeSync, openSync } from "node:fs";
import { rm } from "node:fs/promises";
import { join } from "node:path";
import { setTimeout as wait } from "node:timers/promises";
import { identifyProcess, withFileLock } from "@catalyst/machine";
import pg from "pg";
import { explainStartFailure } from "./explain-start-failure.ts";
import { locateServer, SERVER_PORT, type ServerLocation } from "./locate-server.ts";
import { prepareDataFolder, prepareFolders, SERVER_USER } from "./prepare-folders.ts";
import { spawnServer } from "./run-server-program.ts";
import { isUprooted, serverProcessesIn } from "./server-processes.ts";
import { findServer, readPidFile, stopEmbeddedServer } from "./stop-embedded-server.ts";

const START_MILLISECONDS = 60_000;
const LOCK_SECONDS = 60;
const POLL_MILLISECONDS = 15;

/** How to reach the embedded server: through a Unix socket that only the owner can reach. There is no port. */
export interface ServerConnection {
  host: string;
  user: string;
  port: number;
  ssl: false;
}

/**
 * Makes sure that the embedded PostgreSQL of this home runs, detached from this process, and answers. A running one
 * is found again. Throws CatalystError with the end of the server's log when it doesn't start.
 */
export async function startEmbeddedServer(home: string): Promise<ServerConnection> {
  const location = locateServer(home);
  // All of it, or the driver takes the rest from PGPORT and PGSSLMODE, which are about another server.
  const connection: ServerConnection = {
    host: location.socketFolder,
    user: SERVER_USER,
    port: SERVER_PORT,
    ssl: false,
  };
  if ((await answers(connection)) && !isServerUprooted(location)) {
    return connection;
  }
  try {
    await prepareFolders(location);
    await withFileLock(
      { path: location.startLock, waitSeconds: LOCK_SECONDS, purpose: "Starting PostgreSQL" },
      async () => {
        if (isServerUprooted(location)) {
          await stopEmbeddedServer(home);
        }
        if (await awaitRunningServer(location, connection)) {
          return;
        }
        await removeMisleadingPidFile(location);
        await prepareDataFolder(location);
        await launch(location, connection);
      },
    );
  } catch (error) {
    throw await explainStartFailure(error, location);
  }
  return connection;
}

function isServerUprooted({ dataFolder }: ServerLocation): boolean {
  const pid = findServer(dataFolder);
  return pid !== null && isUprooted(pid);
}

/**
 * While processes of a server are there it is starting, recovering, shutting down, or was killed and its last processes
 * are leaving: true once it answers, false once they are gone.
 */
async function awaitRunningServer({ dataFolder }: ServerLocation, connection: ServerConnection): Promise<boolean> {
  const deadline = Date.now() + START_MILLISECONDS;
  for (;;) {
    if (await answers(connection)) {
      return true;
    }
    const pids = serverProcessesIn(dataFolder);
    if (pids.length === 0) {
      return false;
    }
    if (Date.now() > deadline) {
      throw new Error(`a server that doesn't answer runs already (process ${pids.join(", ")}); end it, then try again`);
    }
    await wait(POLL_MILLISECONDS);
  }
}

/**
 * PostgreSQL refuses to start while its pid file names a living process, though that may be another program that got
 * the number of a killed server. Removed only then: in all other cases PostgreSQL's own checks are the better ones.
 */
async function removeMisleadingPidFile({ dataFolder }: ServerLocation): Promise<void> {
  const pid = readPidFile(dataFolder);
  if (pid !== null && identifyProcess(pid) !== null) {
    await rm(join(dataFolder, "postmaster.pid"), { force: true });
  }
}

async function launch(location: ServerLocation, connection: ServerConnection): Promise<void> {
  const { binFolder, dataFolder, socketFolder, logFile } = location;
  const settings = {
    listen_addresses: "",
    unix_socket_directories: socketFolder,
    unix_socket_permissions: "0700",
    port: String(SERVER_PORT),
    max_connections: "200",
    log_min_messages: "warning",
    // The text of a failed statement may hold what people and agents wrote.
    log_min_error_statement: "panic",
    log_error_verbosity: "terse",
    // Its writers look five times a second each, also when nobody does anything: checkpoints and commits write all the same.
    bgwriter_lru_maxpages: "0",
    wal_writer_delay: "10s",
  };
  const args = Object.entries(settings).flatMap(([name, value]) => ["-c", `${name}=${value}`]);
  const log = openSync(logFile, "w", 0o600);
  const server = spawnServer(join(binFolder, "postgres"), ["-D", dataFolder, ...args], log);
  closeSync(log);
  let end: string | null = null;
  server.once("error", (error) => {
    end = error.message;
  });
  server.once("exit", (code, signal) => {
    end = `it ended with ${signal ?? `exit code ${code}`}`;
  });
  server.unref();
  await waitUntilItAnswers(connection, () => end);
}

async function waitUntilItAnswers(connection: ServerConnection, readEnd: () => string | null): Promise<void> {
  const deadline = Date.now() + START_MILLISECONDS;
  while (!(await answers(connection))) {
    const end = readEnd();
    if (end !== null || Date.now() > deadline) {
      throw new Error(end ?? `it didn't answer within ${START_MILLISECONDS / 1000} s`);
    }
    await wait(POLL_MILLISECONDS);
  }
}

async function answers(connection: ServerConnection): Promise<boolean> {
  const client = new pg.Client({ ...connection, database: "postgres", connectionTimeoutMillis: 5000 });
  client.on("error", () => undefined);
  try {
    await client.connect();
    return true;
  } catch {
    return false;
  } finally {
    await client.end().catch(() => undefined);
  }
}
