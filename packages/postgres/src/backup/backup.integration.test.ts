import { randomUUID } from "node:crypto";
import pg from "pg";
import { afterEach, beforeEach, expect, test } from "vitest";
import type { Database } from "../database.ts";
import { storeTask } from "../testing/stored-task.ts";
import { testDatabase } from "../testing/test-database.ts";
import { type DatabaseContents, TABLES_LEFT_OUT } from "./database-contents.ts";
import { restoreDatabase } from "./restore-database.ts";
import { type DatabaseSnapshot, withDatabaseSnapshot } from "./with-database-snapshot.ts";

let db: Database;
let target: Database;

beforeEach(async () => {
  [db, target] = [await testDatabase(), await testDatabase()];
  await target.pool.query("drop schema drizzle cascade; drop schema public cascade; create schema public");
});
afterEach(async () => {
  await db?.close();
  await target?.close();
});

/** The same database, named as people name one of their own. */
function urlOf({ connection }: Database): string {
  const { host, port, user, database } = connection;
  return `postgres://${user}@localhost:${port}/${database}?host=${encodeURIComponent(String(host))}`;
}

async function readAll({ contents, readRows }: DatabaseSnapshot): Promise<Map<string, Buffer>> {
  const rows = new Map<string, Buffer>();
  for (const table of contents.tables) {
    rows.set(table.name, Buffer.concat(await Array.fromAsync(readRows(table))));
  }
  return rows;
}

const restore = (contents: DatabaseContents, rows: Map<string, Buffer>) =>
  restoreDatabase({ home: "/nonexistent", databaseUrl: urlOf(target), contents }, async (put) => {
    for (const [table, content] of rows) {
      await put(table, content);
    }
  });

const take = () => withDatabaseSnapshot(db, async (snapshot) => ({ ...snapshot, rows: await readAll(snapshot) }));

async function listRows({ pool }: Database, table: string): Promise<unknown[]> {
  const { rows } = await pool.query(
    `select row_to_json(t)::text as row from ${pg.escapeIdentifier(table)} t order by 1`,
  );
  return rows;
}

async function isEmpty({ pool }: Database): Promise<boolean> {
  const { rows } = await pool.query(
    "select 1 from information_schema.tables where table_schema in ('public', 'drizzle')",
  );
  return rows.length === 0;
}

test("all rows of a moment are brought back, whatever is written meanwhile, and numbers go on", async () => {
  const { task } = await storeTask(db);
  const { rows, contents, before } = await withDatabaseSnapshot(db, async (snapshot) => {
    const names = snapshot.contents.tables.map(({ name }) => name);
    const before = new Map(await Promise.all(names.map(async (name) => [name, await listRows(db, name)] as const)));
    await storeTask(db);
    expect(snapshot.counts).toMatchObject({ tasks: 1, unfinished: 1 });
    return { contents: snapshot.contents, rows: await readAll(snapshot), before };
  });
  await restore(contents, rows);
  for (const { name } of contents.tables.filter((one) => one.name !== "agent_executions")) {
    expect([name, await listRows(target, name)]).toEqual([name, before.get(name)]);
  }
  const position = "select max(position)::int as last from task_changes";
  const { last } = (await target.pool.query(position)).rows[0];
  await target.pool.query("insert into task_changes (task_id, number, body) values ($1, 100, '{}')", [task.id]);
  expect((await target.pool.query(position)).rows[0].last).toBeGreaterThan(last);
});

test("nobody holds what was under way, and no token of it counts", async () => {
  const { task, executionId } = await storeTask(db);
  await db.pool.query(
    "update agent_executions set state = 'running', leased_by = 'w', lease_expires_at = now() + interval '1 day'",
  );
  await db.pool.query(
    `insert into agent_grants (execution_id, task_id, token_hash, repo_id, holder, seconds, expires_at)
     values ($1, $2, $3, $4, 'agent', 60, now() + interval '1 day')`,
    [executionId, task.id, "a".repeat(64), task.repoId],
  );
  const { contents, rows } = await take();
  await restore(contents, rows);
  const executions = await target.pool.query("select leased_by, lease_expires_at, epoch from agent_executions");
  expect(executions.rows).toEqual([{ leased_by: null, lease_expires_at: null, epoch: 1 }]);
  expect((await target.pool.query("select 1 from agent_grants where ended_at is null")).rows).toEqual([]);
});

test("nobody stays signed in by a backup", async () => {
  const { contents } = await take();
  const names = contents.tables.map(({ name }) => name);
  const { rows } = await db.pool.query("select tablename from pg_tables where schemaname = 'public'");
  expect([...names, ...TABLES_LEFT_OUT].toSorted()).toEqual(rows.map(({ tablename }) => tablename).toSorted());
});

test("a result that was published or removed meanwhile isn't needed any more", async () => {
  await storeTask(db);
  const kept = { publication: { kind: "kept", keptAt: `results/${randomUUID()}.git` } };
  await db.pool.query("update agent_executions set result = $1", [kept]);
  await withDatabaseSnapshot(db, async ({ isStillNeeded }) => {
    expect(await isStillNeeded()).toBe(true);
    await db.pool.query(`update agent_executions set result = '{"publication": {"kind": "nothing"}}'`);
    expect(await isStillNeeded()).toBe(false);
  });
});

test.each([
  ["rows that its schema forbids", (rows: Map<string, Buffer>) => rows.delete("users")],
  ["rows that can't be read", (rows: Map<string, Buffer>) => rows.set("users", Buffer.from("a\tb\n"))],
  ["rows of a table that it doesn't name", (rows: Map<string, Buffer>) => rows.set("pg_authid", Buffer.from("1\n"))],
  ["rows of a table that nobody may have", (rows: Map<string, Buffer>) => rows.set("sessions", Buffer.from("1\n"))],
])("a backup with %s is refused, and the database stays empty", async (_what, spoil) => {
  await storeTask(db);
  const { contents, rows } = await take();
  spoil(rows);
  await expect(restore(contents, rows)).rejects.toMatchObject({ code: "invalid_input" });
  expect(await isEmpty(target)).toBe(true);
});

test.each([
  [
    "of a newer schema",
    (made: DatabaseContents) => made.migrations.push({ when: 9_999_999_999_999, hash: "0".repeat(64) }),
  ],
  ["of another schema", (made: DatabaseContents) => made.migrations.splice(0, 1, { when: 1, hash: "0".repeat(64) })],
])("a backup %s is refused in words", async (_which, change) => {
  const { contents, rows } = await take();
  change(contents);
  await expect(restore(contents, rows)).rejects.toMatchObject({
    code: "unsupported",
    message: expect.stringContaining("Update this Catalyst"),
  });
  expect(await isEmpty(target)).toBe(true);
});

test.each([
  [
    "a table that its schema doesn't have",
    (made: DatabaseContents) => made.tables.push({ name: "pg_class", columns: ["oid"] }),
  ],
  ["a table of the moment", (made: DatabaseContents) => made.tables.push({ name: "sessions", columns: ["id"] })],
  ["a column that its schema doesn't have", (made: DatabaseContents) => made.tables[0]?.columns.push("nope")],
  [
    "a sequence that its schema doesn't have",
    (made: DatabaseContents) => made.sequences.push({ table: "users", column: "nope", last: 1 }),
  ],
])("a backup that names %s is refused", async (_what, change) => {
  const { contents, rows } = await take();
  change(contents);
  await expect(restore(contents, rows)).rejects.toMatchObject({ code: "invalid_input" });
  expect(await isEmpty(target)).toBe(true);
});

test("a database that isn't empty stays as it is", async () => {
  const { contents, rows } = await take();
  await target.pool.query("create table theirs (a int)");
  await expect(restore(contents, rows)).rejects.toMatchObject({ code: "conflict" });
  expect((await target.pool.query("select count(*)::int as many from theirs")).rows).toEqual([{ many: 0 }]);
});

test("a backup of an earlier schema is brought up to date", async () => {
  const { contents } = await take();
  const first = contents.migrations.slice(0, 1);
  await restore({ migrations: first, tables: [], sequences: [] }, new Map());
  const { rows } = await target.pool.query("select count(*)::int as many from drizzle.__drizzle_migrations");
  expect(rows).toEqual([{ many: contents.migrations.length }]);
});
