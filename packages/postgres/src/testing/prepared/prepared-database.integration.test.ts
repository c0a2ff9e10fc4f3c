import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { expect, onTestFinished, test } from "vitest";
import { connectDatabase } from "../../connect-database.ts";
import type { Database } from "../../database.ts";
import { givePreparedDatabase } from "./prepared-database.ts";

/** What a database is made of, each part told in lines that don't depend on when and where it was made. */
const PARTS: Record<string, string> = {
  columns: `select table_schema, table_name, column_name, ordinal_position, data_type, is_nullable, column_default
    from information_schema.columns where table_schema not in ('pg_catalog', 'information_schema') order by 1, 2, 4`,
  indexes: `select indexdef from pg_indexes where schemaname not in ('pg_catalog', 'information_schema') order by 1`,
  constraints: `select conrelid::regclass::text as "table", conname, pg_get_constraintdef(oid) from pg_constraint
    where connamespace::regnamespace::text not in ('pg_catalog', 'information_schema') order by 1, 2`,
  functions: `select pg_get_functiondef(oid) from pg_proc
    where pronamespace::regnamespace::text not in ('pg_catalog', 'information_schema') order by 1`,
  triggers: `select pg_get_triggerdef(oid) from pg_trigger where not tgisinternal order by 1`,
  extensions: `select extname, extversion from pg_extension order by 1`,
  migrations: `select hash, created_at from drizzle.__drizzle_migrations order by 1`,
  encoding: `select encoding, datcollate, datctype, datlocprovider from pg_database where datname = current_database()`,
  settings: `select name, setting from pg_settings
    where source not in ('default', 'override', 'client') and name not like '%director%' and name not like '%\\_file' order by 1`,
};

async function openHome(prepare: (home: string) => Promise<void>): Promise<Database> {
  const home = await mkdtemp(join(tmpdir(), "catalyst-prepared-"));
  await prepare(home);
  const db = await connectDatabase({ home, databaseUrl: null });
  onTestFinished(async () => {
    await db.close();
    await rm(home, { recursive: true, force: true });
  });
  return db;
}

async function describeDatabase({ pool }: Database): Promise<Record<string, unknown[]>> {
  const parts: Record<string, unknown[]> = {};
  for (const [name, query] of Object.entries(PARTS)) {
    parts[name] = (await pool.query(query)).rows;
  }
  return parts;
}

async function countRows({ pool }: Database): Promise<Record<string, number>> {
  const tables = await pool.query<{ name: string }>(
    `select format('%I.%I', schemaname, tablename) as name from pg_tables
     where schemaname not in ('pg_catalog', 'information_schema') order by 1`,
  );
  const counts: Record<string, number> = {};
  for (const { name } of tables.rows) {
    counts[name] =
      (await pool.query<{ count: number }>(`select count(*)::int as count from ${name}`)).rows[0]?.count ?? -1;
  }
  return counts;
}

test("a prepared database is what a home's first start makes, but that it doesn't wait for the disk", async () => {
  const prepared = await openHome(givePreparedDatabase);
  const made = await openHome(async () => undefined);
  const [given, own] = [await describeDatabase(prepared), await describeDatabase(made)];
  expect(own.columns?.length).toBeGreaterThan(100);
  expect(own.migrations?.length).toBeGreaterThan(0);
  expect({ ...given, settings: [] }).toEqual({ ...own, settings: [] });
  const isOther = ({ name }: { name: string }) => name !== "fsync";
  expect((given.settings as { name: string }[]).filter(isOther)).toEqual(
    (own.settings as { name: string }[]).filter(isOther),
  );
  expect(await countRows(prepared)).toEqual(await countRows(made));
});
