import { closeSync, openSync } from "node:fs";
import { chmod, mkdir, readFile, rename, rm, stat } from "node:fs/promises";
import { join } from "node:path";
import { setTimeout as wait } from "node:timers/promises";
import { CatalystError } from "@catalyst/core";
import { ExecaError } from "execa";
import pg from "pg";
import { locateServer, type ServerLocation } from "./locate-server.ts";
import { runServerProgram, spawnServer } from "./run-server-program.ts";
import { withStartLock } from "./start-lock.ts";

const START_MILLISECONDS = 30_000;
const POLL_MILLISECONDS = 15;
const MAJOR_VERSION = "18";
export const SERVER_USER = "catalyst";

/** How to reach the embedded server: through a Unix socket that only the owner can reach. There is no port. */
export interface ServerConnection {
  host: string;
  user: string;
}

/**
 * Makes sure that the embedded PostgreSQL of this home runs, detached from this process, and answers. A running one
 * is found again. Throws CatalystError with the end of the server's log when it doesn't start.
 */
export async function startEmbeddedServer(home: string): Promise<ServerConnection> {
  const location = locateServer(home);
  const connection = { host: location.socketFolder, user: SERVER_USER };
  if ((await probe(connection)) === "answers") {
    return connection;
  }
  try {
    await prepareFolders(location);
    await withStartLock(location.startLock, async () => {
      if ((await probe(connection)) !== "answers") {
        await initialise(location);
        await launch(location, connection);
      }
    });
  } catch (error) {
    throw await explain(error, location);
  }
  return connection;
}

async function prepareFolders({ dataFolder, socketFolder }: ServerLocation): Promise<void> {
  await mkdir(join(dataFolder, ".."), { recursive: true, mode: 0o700 });
  await mkdir(socketFolder, { recursive: true, mode: 0o700 });
  const { uid } = await stat(socketFolder);
  if (uid !== process.getuid?.()) {
    throw new CatalystError("forbidden", `Starting PostgreSQL failed: ${socketFolder} belongs to another user. Remove it or set CATALYST_HOME to a folder of your own.`);
  }
  await chmod(socketFolder, 0o700);
}

async function initialise({ binFolder, dataFolder }: ServerLocation): Promise<void> {
  const version = await readFile(join(dataFolder, "PG_VERSION"), "utf8").catch(() => null);
  if (version !== null) {
    if (version.trim() !== MAJOR_VERSION) {
      throw new CatalystError(
        "invalid_configuration",
        `Starting PostgreSQL failed: ${dataFolder} was made by version ${version.trim()}, this is version ${MAJOR_VERSION}. Move it away, or dump it with the old version and load it again.`,
      );
    }
    return;
  }
  // A folder that was left half made by a kill is never taken for a database: it gets its name when it is whole.
  const fresh = `${dataFolder}.new`;
  await rm(fresh, { recursive: true, force: true });
  await runServerProgram(join(binFolder, "initdb"), ["-D", fresh, "-U", SERVER_USER, "--auth=trust", "--encoding=UTF8", "--locale=C.UTF-8"]);
  await rename(fresh, dataFolder);
}

async function launch(location: ServerLocation, connection: ServerConnection): Promise<void> {
  const { binFolder, dataFolder, socketFolder, logFile } = location;
  const settings = {
    listen_addresses: "",
    unix_socket_directories: socketFolder,
    unix_socket_permissions: "0700",
    port: "5432",
    max_connections: "200",
    dynamic_shared_memory_type: "posix",
    log_min_messages: "warning",
  };
  const args = Object.entries(settings).flatMap(([name, value]) => ["-c", `${name}=${value}`]);
  const log = openSync(logFile, "w", 0o600);
  const server = spawnServer(join(binFolder, "postgres"), ["-D", dataFolder, ...args], log);
  closeSync(log);
  const ended = new Promise<string>((resolve) => {
    server.once("error", (error) => resolve(error.message));
    server.once("exit", (code, signal) => resolve(`it ended with ${signal ?? `exit code ${code}`}`));
  });
  server.unref();
  await waitUntilItAnswers(connection, ended);
}

async function waitUntilItAnswers(connection: ServerConnection, ended: Promise<string>): Promise<void> {
  let end: string | null = null;
  void ended.then((how) => {
    end = how;
  });
  const deadline = Date.now() + START_MILLISECONDS;
  while ((await probe(connection)) !== "answers") {
    if (end !== null || Date.now() > deadline) {
      throw new Error(end ?? `it didn't answer within ${START_MILLISECONDS / 1000} s`);
    }
    await wait(POLL_MILLISECONDS);
  }
}

async function probe(connection: ServerConnection): Promise<"answers" | "silent"> {
  const client = new pg.Client({ ...connection, database: "postgres", connectionTimeoutMillis: 5000 });
  client.on("error", () => undefined);
  try {
    await client.connect();
    return "answers";
  } catch {
    return "silent";
  } finally {
    await client.end().catch(() => undefined);
  }
}

async function explain(error: unknown, { logFile, dataFolder }: ServerLocation): Promise<CatalystError> {
  if (error instanceof CatalystError) {
    return error;
  }
  const log = await readFile(logFile, "utf8").catch(() => "");
  const tail = log.trim().split("\n").slice(-8).join("\n");
  const detail = error instanceof ExecaError ? String(error.all ?? error.message) : error instanceof Error ? error.message : String(error);
  return new CatalystError(
    "unavailable",
    `Starting PostgreSQL in ${dataFolder} failed: ${detail}${tail === "" ? "" : `\nThe end of its log (${logFile}):\n${tail}`}\nMend that, or set DATABASE_URL to a PostgreSQL of your own. See: catalyst doctor`,
    { cause: error },
  );
}
