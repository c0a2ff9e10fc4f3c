import pg from "pg";
import { to as copyTo } from "pg-copy-streams";
import type { Database } from "../database.ts";
import type { DatabaseContents, DatabaseCounts } from "./database-contents.ts";
import { describeDatabase } from "./describe-database.ts";

/** A database as it was at one moment, whatever is written meanwhile. */
export interface DatabaseSnapshot {
  contents: DatabaseContents;
  counts: DatabaseCounts;
  /** The rows of one of its tables, as `copy` writes them. One table at a time. */
  readRows(table: DatabaseContents["tables"][number]): AsyncIterable<Buffer>;
  /**
   * Whether all that the snapshot speaks of outside of the database is needed to this moment: kept results, what is being
   * published, the gateway's keys. What is removed was first noted here: so it was there ever since.
   */
  isStillNeeded(): Promise<boolean>;
}

/** What rows refer to outside of the database. */
const NEEDED = `
  select 'kept ' || (result->'publication'->>'keptAt') as thing from agent_executions
    where result->'publication'->>'kind' = 'kept'
  union select 'kept ' || (result->'beside'->>'keptAt') from agent_executions where result->'beside'->>'keptAt' is not null
  union select 'unfinished ' || id from agent_executions where ended_at is null and state = 'publishing'
  union select 'key ' || id from gateway_keys`;

const COUNTS = `
  select (select count(*) from agent_tasks)::int as tasks,
    (select count(*) from agent_executions where ended_at is null)::int as unfinished,
    (select count(*) from users where claimed_at is not null)::int as people,
    ((select count(*) from agent_credentials) + (select count(*) from project_secrets))::int as sealed`;

/** Works on the database as it is when this begins. Nobody waits for it. */
export async function withDatabaseSnapshot<T>(
  { connection, pool }: Pick<Database, "connection" | "pool">,
  work: (snapshot: DatabaseSnapshot) => Promise<T>,
): Promise<T> {
  const client = new pg.Client(connection);
  client.on("error", () => undefined);
  await client.connect();
  try {
    await client.query("begin isolation level repeatable read read only");
    await client.query("set local idle_in_transaction_session_timeout = 0");
    await client.query("set local statement_timeout = 0");
    const needed = await listNeeded(client);
    return await work({
      contents: await describeDatabase(client),
      counts: (await client.query<DatabaseCounts>(COUNTS)).rows[0] as DatabaseCounts,
      readRows: (table) => client.query(copyTo(`${copyOf(table)} to stdout`)),
      async isStillNeeded() {
        const now = new Set(await listNeeded(pool));
        return needed.every((thing) => now.has(thing));
      },
    });
  } finally {
    await client.end().catch(() => undefined);
  }
}

async function listNeeded(client: Pick<pg.Client, "query">): Promise<string[]> {
  const { rows } = await client.query<{ thing: string }>(NEEDED);
  return rows.map(({ thing }) => thing);
}

/** `copy "table" ("a", "b")` */
export function copyOf({ name, columns }: DatabaseContents["tables"][number]): string {
  return `copy ${pg.escapeIdentifier(name)} (${columns.map((column) => pg.escapeIdentifier(column)).join(", ")})`;
}
