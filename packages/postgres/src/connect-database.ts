import { CatalystError } from "@catalyst/core";
import pg from "pg";
import { type Database, openDatabase } from "./database.ts";
import { migrateDatabase } from "./migrate-database.ts";
import { startEmbeddedServer } from "./server/start-embedded-server.ts";
import { stopEmbeddedServer } from "./server/stop-embedded-server.ts";

const DATABASE = "catalyst";
/** Every client of the embedded server holds this lock, shared, for as long as it is one. */
const PRESENCE_LOCK = 7_263_511;
const ATTEMPTS = 5;

/**
 * Opens the database: the one that `databaseUrl` names, else the embedded server of this home, started if need be. The
 * schema is up to date afterwards. The last client that closes the embedded server stops it.
 */
export async function connectDatabase(input: { home: string; databaseUrl: string | null }): Promise<Database> {
  return input.databaseUrl === null ? connectEmbedded(input.home) : connectUrl(input.databaseUrl);
}

async function connectUrl(databaseUrl: string): Promise<Database> {
  const connection = { connectionString: databaseUrl, connectionTimeoutMillis: 10_000 };
  try {
    await migrateDatabase(connection);
  } catch (cause) {
    if (cause instanceof CatalystError) {
      throw cause;
    }
    const { host, pathname } = new URL(databaseUrl);
    const detail = cause instanceof Error ? cause.message || cause.name : String(cause);
    throw new CatalystError("unavailable", `Connecting to the database ${pathname.slice(1)} on ${host} (DATABASE_URL) failed: ${detail}. Check the address, or unset DATABASE_URL to use the embedded one.`, { cause });
  }
  return openDatabase(connection);
}

async function connectEmbedded(home: string): Promise<Database> {
  for (let attempt = 1; ; attempt++) {
    try {
      return await openEmbedded(home);
    } catch (error) {
      // Between finding the server and being one of its clients, the last other one may have stopped it.
      if (attempt === ATTEMPTS || error instanceof CatalystError) {
        throw error;
      }
    }
  }
}

async function openEmbedded(home: string): Promise<Database> {
  const server = await startEmbeddedServer(home);
  const presence = new pg.Client({ ...server, database: "postgres" });
  presence.on("error", () => undefined);
  await presence.connect();
  await presence.query("select pg_advisory_lock_shared($1)", [PRESENCE_LOCK]);
  const connection = { ...server, database: DATABASE };
  await createIfMissing(presence);
  await migrateDatabase(connection);
  const database = openDatabase(connection);
  return { ...database, close: () => leave(home, database, presence) };
}

async function createIfMissing(client: pg.Client): Promise<void> {
  const { rowCount } = await client.query("select 1 from pg_database where datname = $1", [DATABASE]);
  if (rowCount === 0) {
    await client.query(`create database ${DATABASE}`).catch((error: { code?: string }) => {
      // 42P04 and 23505: another process was first.
      if (error.code !== "42P04" && error.code !== "23505") {
        throw error;
      }
    });
  }
}

async function leave(home: string, database: Database, presence: pg.Client): Promise<void> {
  await database.close();
  try {
    await presence.query("select pg_advisory_unlock_shared($1)", [PRESENCE_LOCK]);
    const { rows } = await presence.query<{ last: boolean }>("select pg_try_advisory_lock($1) as last", [PRESENCE_LOCK]);
    if (rows[0]?.last) {
      await stopEmbeddedServer(home);
    }
  } catch {
    // The server is gone already: there is nothing to stop.
  } finally {
    await presence.end().catch(() => undefined);
  }
}
