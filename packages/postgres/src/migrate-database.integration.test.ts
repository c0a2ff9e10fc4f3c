import { afterEach, beforeEach, expect, test } from "vitest";
import type { Database } from "./database.ts";
import { sql } from "./drizzle.ts";
import { migrateDatabase, readMigrations } from "./migrate-database.ts";
import { testDatabase } from "./testing/test-database.ts";

let db: Database;
beforeEach(async () => {
  db = await testDatabase();
});
afterEach(() => db?.close());

async function applied(): Promise<unknown[]> {
  return (await db.drizzle.execute(sql`select hash, created_at from drizzle.__drizzle_migrations order by id`)).rows;
}

test("a schema that is up to date stays as it is", async () => {
  const before = await applied();
  await migrateDatabase(db.connection);
  expect(await applied()).toEqual(before);
});

test("processes that migrate an empty database at once migrate it once", async () => {
  await db.drizzle.execute(sql`drop schema drizzle cascade`);
  await db.drizzle.execute(sql`drop schema public cascade`);
  await db.drizzle.execute(sql`create schema public`);
  await Promise.all([1, 2, 3, 4].map(() => migrateDatabase(db.connection)));
  const rows = await applied();
  expect(new Set(rows.map((row) => JSON.stringify(row))).size).toBe(rows.length);
});

test("a schema that a newer program made is refused and stays as it is", async () => {
  const newest = Math.max(...readMigrations().map(({ when }) => when));
  await db.drizzle.execute(
    sql`insert into drizzle.__drizzle_migrations (hash, created_at) values ('newer', ${newest + 1})`,
  );
  const before = await applied();
  const refused = migrateDatabase(db.connection);
  await expect(refused).rejects.toMatchObject({
    code: "invalid_configuration",
    message: expect.stringContaining("a newer Catalyst has changed its schema"),
  });
  expect(await applied()).toEqual(before);
});

test("a schema of a state before the first migration is refused and stays as it is", async () => {
  await db.drizzle.execute(sql`update drizzle.__drizzle_migrations set hash = 'before', created_at = 1`);
  const before = await applied();
  await expect(migrateDatabase(db.connection)).rejects.toMatchObject({
    code: "invalid_configuration",
    message: expect.stringContaining("an earlier development state of Catalyst made it"),
  });
  expect(await applied()).toEqual(before);
});
