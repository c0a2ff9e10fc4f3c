import { afterEach, beforeEach, expect, test, vi } from "vitest";
import { type Database, openDatabase } from "./database.ts";
import { sql } from "./drizzle.ts";
import { testDatabase } from "./testing/test-database.ts";

const CONNECTIONS = 2;
const PATIENCE = { timeout: 180_000 };

let admin: Database;
let db: Database;
beforeEach(async () => {
  admin = await testDatabase();
  db = openDatabase(admin.connection, { maxConnections: CONNECTIONS });
});
afterEach(async () => {
  await db?.close();
  await admin?.close();
});

async function breakConnections(): Promise<void> {
  await admin.drizzle.execute(
    sql`select pg_terminate_backend(pid) from pg_stat_activity where datname = current_database() and pid <> pg_backend_pid()`,
  );
}

test("connections that break in transactions and between them are replaced, however often", async () => {
  for (let round = 0; round < 3 * CONNECTIONS; round++) {
    const broken = db.drizzle.transaction(async (tx) => {
      await breakConnections();
      await tx.execute(sql`select 1`);
    });
    await expect(broken).rejects.toThrow();
    await vi.waitFor(() => db.drizzle.execute(sql`select 1`), PATIENCE);
    await breakConnections();
    await db.drizzle.transaction((tx) => tx.execute(sql`select 1`)).catch(() => undefined);
  }
  const ask = () => db.drizzle.transaction((tx) => tx.execute(sql`select 1`));
  await vi.waitFor(() => Promise.all(Array.from({ length: CONNECTIONS }, ask)), PATIENCE);
});

test("a transaction that throws is rolled back and its error is passed on", async () => {
  const failed = db.drizzle.transaction(async (tx) => {
    await tx.execute(sql`insert into users (login, name, email) values ('nobody', 'nobody', 'nobody@x')`);
    throw new Error("the reason");
  });
  await expect(failed).rejects.toThrow("the reason");
  expect((await db.drizzle.execute(sql`select 1 from users`)).rows).toEqual([]);
});
