import { randomUUID } from "node:crypto";
import { afterEach, beforeEach, expect, test } from "vitest";
import { type Database, openDatabase } from "./database.ts";
import { sql } from "./drizzle.ts";
import { isDatabaseOutage } from "./is-database-outage.ts";
import { postgresExecutionStore } from "./stores/executions/execution-store.ts";
import { testDatabase } from "./testing/test-database.ts";

let admin: Database;
let db: Database;
beforeEach(async () => {
  admin = await testDatabase();
  db = openDatabase(admin.connection, { maxConnections: 1 });
});
afterEach(async () => {
  await db?.close();
  await admin?.close();
});

const errorOf = (work: Promise<unknown>) => work.then(() => null).catch((error: unknown) => error);
const get = (database: Database) => postgresExecutionStore(database).get(randomUUID());

test("a server that breaks the connection, or isn't there, is away", async () => {
  const running = errorOf(db.drizzle.execute(sql`select pg_sleep(30)`));
  await expect
    .poll(() =>
      admin.drizzle.execute(
        sql`select pg_terminate_backend(pid) from pg_stat_activity where query like '%pg_sleep(30)%' and pid <> pg_backend_pid()`,
      ),
    )
    .toMatchObject({ rowCount: 1 });
  expect(isDatabaseOutage(((await running) as Error).cause)).toBe(true);
  const nowhere = openDatabase({ ...admin.connection, host: "/nonexistent" });
  expect(isDatabaseOutage(await errorOf(get(nowhere)))).toBe(true);
  await nowhere.close();
  const refused = openDatabase({ ...admin.connection, host: "127.0.0.1", port: 9 });
  expect(isDatabaseOutage(await errorOf(get(refused)))).toBe(true);
  await refused.close();
});

test("a statement that is wrong is wrong again", async () => {
  const wrong = await errorOf(postgresExecutionStore(db).get("no uuid"));
  expect(wrong).toBeInstanceOf(Error);
  expect(isDatabaseOutage(wrong)).toBe(false);
  expect(isDatabaseOutage(Object.assign(new Error("ENOENT: open 'x'"), { code: "ENOENT" }))).toBe(false);
  expect(isDatabaseOutage(new Error("an execution can't move from failed to running"))).toBe(false);
});
