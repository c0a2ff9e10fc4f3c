import { CatalystError } from "@catalyst/core";
import pg from "pg";
import { type Database, openDatabase } from "./database.ts";
import { migrateDatabase } from "./migrate-database.ts";
import { refuseEarlierHome } from "./refuse-earlier-home.ts";
import { holdPresence, type Presence } from "./server/hold-presence.ts";

const DATABASE = "catalyst";
const CONNECT_MILLISECONDS = 10_000;
/** What PostgreSQL says when another process created the same database a moment earlier. */
const CREATED_MEANWHILE = ["42P04", "23505"];

/**
 * Opens the database: the one that `databaseUrl` names, else the embedded server of this home, started if need be. The
 * schema is up to date afterwards. The last client that closes the embedded server stops it.
 */
export async function connectDatabase(input: { home: string; databaseUrl: string | null }): Promise<Database> {
  await refuseEarlierHome(input.home);
  return input.databaseUrl === null ? connectEmbedded(input.home) : connectUrl(input.databaseUrl);
}

/** The same database before anything is in it: for who fills it. Who leaves the embedded server stops it. */
export async function connectEmpty({ home, databaseUrl }: { home: string; databaseUrl: string | null }): Promise<{
  connection: pg.ClientConfig;
  leave(): Promise<void>;
}> {
  if (databaseUrl !== null) {
    describeAddress(databaseUrl);
    return { connection: connectionTo(databaseUrl), leave: async () => undefined };
  }
  const presence: Presence = await holdPresence(home);
  await createIfMissing(presence.connection);
  return { connection: { ...presence.connection, database: DATABASE }, leave: presence.leave };
}

function connectionTo(databaseUrl: string): pg.ClientConfig {
  return { connectionString: databaseUrl, connectionTimeoutMillis: CONNECT_MILLISECONDS };
}

async function connectUrl(databaseUrl: string): Promise<Database> {
  const address = describeAddress(databaseUrl);
  const connection = connectionTo(databaseUrl);
  try {
    await migrateDatabase(connection);
  } catch (cause) {
    throw unavailable(
      `Connecting to ${address} (DATABASE_URL)`,
      cause,
      "Check the address, or unset DATABASE_URL to use the embedded server.",
    );
  }
  return openDatabase(connection);
}

/** Where the database is, without user and password. */
function describeAddress(databaseUrl: string): string {
  const url = URL.parse(databaseUrl);
  if (url === null || !/^postgres(ql)?:$/.test(url.protocol)) {
    throw new CatalystError(
      "invalid_configuration",
      "Reading DATABASE_URL failed: it is not a PostgreSQL URL. Write it as postgres://user:password@host:5432/database",
    );
  }
  const host = url.searchParams.get("host") ?? (url.host || "this machine");
  return `the database ${url.pathname.slice(1) || "of the user's name"} on ${host}`;
}

async function connectEmbedded(home: string): Promise<Database> {
  const presence = await holdPresence(home);
  try {
    const connection = { ...presence.connection, database: DATABASE };
    await createIfMissing(presence.connection);
    await migrateDatabase(connection);
    const database = openDatabase(connection);
    return {
      ...database,
      async close() {
        await database.close();
        await presence.leave();
      },
    };
  } catch (cause) {
    await presence.leave();
    throw unavailable(`Preparing the embedded database in ${home}`, cause, null);
  }
}

async function createIfMissing(connection: pg.ClientConfig): Promise<void> {
  const client = new pg.Client({ ...connection, database: "postgres" });
  client.on("error", () => undefined);
  await client.connect();
  try {
    const { rowCount } = await client.query("select 1 from pg_database where datname = $1", [DATABASE]);
    if (rowCount === 0) {
      await client.query(`create database ${DATABASE}`);
    }
  } catch (error) {
    if (!CREATED_MEANWHILE.includes((error as { code?: string }).code ?? "")) {
      throw error;
    }
  } finally {
    await client.end();
  }
}

/** `remedy` null: what is wrong has to be looked for. */
function unavailable(attempt: string, cause: unknown, remedy: string | null): CatalystError {
  if (cause instanceof CatalystError) {
    return cause;
  }
  const way = remedy === null ? ({ kind: "see_doctor" } as const) : null;
  const problem = `${attempt} failed: ${describeCause(cause)}. ${remedy ?? "Try again."}`;
  return new CatalystError("unavailable", problem, { cause, way });
}

/** Node reports an address that was tried over several protocols as an AggregateError without a message. */
function describeCause(cause: unknown): string {
  const causes: unknown[] = cause instanceof AggregateError ? cause.errors : [cause];
  const details = causes.map((each) => (each instanceof Error ? each.message : String(each)));
  return details.join("; ").replace(/\.$/, "") || "no reason given";
}
