import { readFileSync } from "node:fs";
import { join } from "node:path";
import { CatalystError } from "@catalyst/core";
import pg from "pg";
import { connectEmpty } from "../connect-database.ts";
import { MIGRATIONS_FOLDER, migrateDatabase, readMigrations } from "../migrate-database.ts";
import { type DatabaseContents, TABLES_LEFT_OUT } from "./database-contents.ts";
import { listTables } from "./describe-database.ts";
import { loadRows, type RowLoader } from "./load-rows.ts";
import { malformed } from "./malformed.ts";

export interface RestoreDatabaseInput {
  home: string;
  databaseUrl: string | null;
  contents: DatabaseContents;
}

/**
 * Fills an empty database: the one that `databaseUrl` names, else a new embedded one of this home, which doesn't run afterwards.
 * `bring` puts rows as `copy` writes them, a table after the other; where it throws, the database stays empty. Ends with the schema of this program.
 */
export async function restoreDatabase(
  { home, databaseUrl, contents }: RestoreDatabaseInput,
  bring: (put: RowLoader["put"]) => Promise<void>,
): Promise<void> {
  const migrations = findMigrations(contents);
  const { connection, leave } = await connectEmpty({ home, databaseUrl });
  try {
    const client = new pg.Client(connection);
    client.on("error", () => undefined);
    await client.connect();
    try {
      await client.query("begin");
      await refuseFilled(client);
      await makeSchema(client, migrations);
      await checkTables(client, contents);
      const loader = loadRows(client, contents.tables);
      await bring(loader.put);
      await loader.end();
      await goOnNumbering(client, contents);
      await client.query(SETTLE);
      await client.query("commit");
    } finally {
      await client.end().catch(() => undefined);
    }
    await migrateDatabase(connection);
  } catch (error) {
    throw error instanceof pg.DatabaseError ? explain(error) : error;
  } finally {
    await leave();
  }
}

/**
 * What was under way when the backup was made: nobody holds it any more, and what its environments held opens nothing. Stages of
 * one that was still being prepared are planned anew.
 */
const SETTLE = `
  update agent_executions set leased_by = null, lease_expires_at = null, epoch = epoch + 1 where ended_at is null;
  delete from agent_grants using agent_executions e
    where e.id = execution_id and e.ended_at is null and e.state in ('pending', 'provisioning');
  update agent_grants set ended_at = now() where ended_at is null;`;

/** Those of this program that the backup's schema has. Throws `unsupported` for a schema that it doesn't know. */
function findMigrations({ migrations }: DatabaseContents): ReturnType<typeof readMigrations> {
  const known = readMigrations();
  const isKnown = migrations.every(
    ({ when, hash }, index) => known[index]?.when === when && known[index]?.hash === hash,
  );
  if (!isKnown) {
    throw new CatalystError(
      "unsupported",
      "Restoring failed: a newer Catalyst, or one of another branch of its development, made the backup: this one doesn't know its schema. Nothing was changed. Update this Catalyst to the same version, and restore again.",
    );
  }
  return known.slice(0, migrations.length);
}

async function refuseFilled(client: pg.Client): Promise<void> {
  const { rows } = await client.query(
    "select 1 from information_schema.tables where table_schema in ('public', 'drizzle') limit 1",
  );
  if (rows.length > 0) {
    throw new CatalystError(
      "conflict",
      "Restoring failed: the database (DATABASE_URL) isn't empty. Nothing was changed. Name an empty one.",
    );
  }
}

/** What the migrator does, within this transaction. */
async function makeSchema(client: pg.Client, migrations: ReturnType<typeof readMigrations>): Promise<void> {
  await client.query("create schema drizzle");
  await client.query(
    "create table drizzle.__drizzle_migrations (id serial primary key, hash text not null, created_at bigint)",
  );
  for (const { tag, hash, when } of migrations) {
    await client.query(readFileSync(join(MIGRATIONS_FOLDER, `${tag}.sql`), "utf8"));
    await client.query("insert into drizzle.__drizzle_migrations (hash, created_at) values ($1, $2)", [hash, when]);
  }
}

/** Names of a backup are used once they are those of the schema that it claims to have. */
async function checkTables(client: pg.Client, { tables, sequences }: DatabaseContents): Promise<void> {
  const carried = (await listTables(client)).filter(({ name }) => !TABLES_LEFT_OUT.includes(name));
  const real = new Map(carried.map(({ name, columns }) => [name, new Set(columns)]));
  const isOdd = tables.some(({ name, columns }) => columns.some((column) => real.get(name)?.has(column) !== true));
  const names = new Set(tables.map(({ name }) => name));
  if (isOdd || names.size !== tables.length || sequences.some(({ table, column }) => !real.get(table)?.has(column))) {
    throw malformed("its tables aren't those of the schema that it names");
  }
}

async function goOnNumbering(client: pg.Client, { sequences }: DatabaseContents): Promise<void> {
  for (const { table, column, last } of sequences.filter((one) => one.last > 0)) {
    await client.query("select setval(pg_get_serial_sequence(quote_ident($1), $2), $3)", [table, column, last]);
  }
}

/** What PostgreSQL refuses of a backup: what its schema forbids, or can't be read. Its words may hold what people wrote. */
function explain(error: pg.DatabaseError): CatalystError {
  const { code = "", message } = error;
  return /^(?:22|23)/.test(code)
    ? malformed(`PostgreSQL refuses what is in it (${message.split("\n", 1)[0]})`, error)
    : new CatalystError(
        code === "53100" ? "storage_full" : "unavailable",
        `Restoring the database failed: ${message}. Nothing was changed.`,
        { cause: error },
      );
}
