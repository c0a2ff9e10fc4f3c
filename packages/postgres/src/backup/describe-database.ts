import { CatalystError } from "@catalyst/core";
import type pg from "pg";
import { type DatabaseContents, TABLES_LEFT_OUT } from "./database-contents.ts";
import { orderTables } from "./order-tables.ts";

type Client = Pick<pg.Client, "query">;

/** What a backup of the database has, as this connection sees it. */
export async function describeDatabase(client: Client): Promise<DatabaseContents> {
  const tables = (await listTables(client)).filter(({ name }) => !TABLES_LEFT_OUT.includes(name));
  return {
    migrations: await listMigrations(client),
    tables: orderTables(tables, await listReferences(client)),
    sequences: (await listSequences(client)).filter(({ table }) => !TABLES_LEFT_OUT.includes(table)),
  };
}

/** The tables and their columns in the order of their making. */
export async function listTables(client: Client): Promise<DatabaseContents["tables"]> {
  const { rows } = await client.query<{ name: string; columns: string[] }>(`
    select c.table_name as name, array_agg(c.column_name::text order by c.ordinal_position) as columns
    from information_schema.columns c join information_schema.tables t using (table_schema, table_name)
    where table_schema = 'public' and table_type = 'BASE TABLE' and c.is_generated = 'NEVER'
    group by 1 order by 1`);
  return rows;
}

async function listMigrations(client: Client): Promise<DatabaseContents["migrations"]> {
  const { rows } = await client.query<{ when: string; hash: string }>(
    "select created_at::text as when, hash from drizzle.__drizzle_migrations order by created_at",
  );
  if (rows.length === 0) {
    throw new CatalystError(
      "invalid_configuration",
      "Reading the database failed: it doesn't say which schema it has.",
    );
  }
  return rows.map(({ when, hash }) => ({ when: Number(when), hash }));
}

async function listReferences(client: Client): Promise<{ from: string; to: string }[]> {
  const { rows } = await client.query<{ from: string; to: string }>(`
    select f.relname as from, t.relname as to from pg_constraint c
    join pg_class f on f.oid = c.conrelid join pg_class t on t.oid = c.confrelid
    where c.contype = 'f' and c.connamespace = 'public'::regnamespace and f.oid <> t.oid`);
  return rows;
}

async function listSequences(client: Client): Promise<DatabaseContents["sequences"]> {
  const { rows } = await client.query<{ table: string; column: string; sequence: string }>(`
    select table_name::text as table, column_name::text as column,
      pg_get_serial_sequence(quote_ident(table_name), column_name) as sequence
    from information_schema.columns where table_schema = 'public' and is_identity = 'YES' order by 1, 2`);
  return Promise.all(
    rows.map(async ({ table, column, sequence }) => {
      const last = await client.query<{ last: string }>(
        `select case when is_called then last_value else 0 end::text as last from ${sequence}`,
      );
      return { table, column, last: Number(last.rows[0]?.last ?? 0) };
    }),
  );
}
