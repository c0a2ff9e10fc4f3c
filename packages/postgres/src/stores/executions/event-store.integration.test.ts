import { passOn } from "@catalyst/core";
import { afterAll, beforeAll, describe, expect, test, vi } from "vitest";
import { type Database, openDatabase } from "../../database.ts";
import { sql } from "../../drizzle.ts";
import { openMemoryStores, openPostgresStores } from "../../testing/contract-stores.ts";
import { storeTask } from "../../testing/stored-task.ts";
import { testDatabase } from "../../testing/test-database.ts";
import { eventStoreContract, logs } from "./event-store.contract.ts";
import { postgresEventStore } from "./event-store.ts";

describe("events in PostgreSQL", () => eventStoreContract(openPostgresStores));
describe("events in memory", () => eventStoreContract(openMemoryStores));

let db: Database;
beforeAll(async () => {
  db = await testDatabase();
});
afterAll(() => db?.close());

test("one batch may be large", async () => {
  const { executionId } = await storeTask(db);
  expect(await postgresEventStore(db).append({ executionId, writer: "w", events: logs(1, 12_000) })).toBe(12_000);
});

test("a page of a large log takes no more than the page, also while PostgreSQL knows nothing of the table yet", async () => {
  const { executionId } = await storeTask(db);
  // One connection, as each counts for itself.
  const own = openDatabase(db.connection, { maxConnections: 1 });
  const events = postgresEventStore(own);
  await events.append({ executionId, writer: "w", events: logs(1, 5000) });
  const countRead = async () => {
    await own.pool.query("select pg_stat_force_next_flush()");
    const { rows } = await own.pool.query(
      "select idx_tup_fetch + seq_tup_read as read from pg_stat_user_tables where relname = 'agent_events'",
    );
    return Number(rows[0].read);
  };
  const before = await countRead();
  for (let afterNumber = 0; afterNumber < 2000; afterNumber += 100) {
    expect(await events.list({ executionId, afterNumber, limit: 100 })).toHaveLength(100);
  }
  expect((await countRead()) - before).toBeLessThan(20_000);
  await own.close();
});

test("NUL and lone surrogates are stored as the replacement character", async () => {
  const { executionId } = await storeTask(db);
  const events = postgresEventStore(db);
  await events.append({
    executionId,
    writer: "w",
    events: [{ sourceNumber: 1, at: new Date(), body: { type: "log", stream: "stdout", text: "a\u0000\ud83d" } }],
  });
  const [stored] = await events.list({ executionId, afterNumber: 0, limit: 1 });
  expect(stored?.body).toEqual({ type: "log", stream: "stdout", text: "a\ufffd\ufffd" });
});

test("events of a newer version are listed as they are, and those of this one are stored beside them", async () => {
  const { executionId } = await storeTask(db);
  const events = postgresEventStore(db);
  const odd = { type: "screenshot", url: "x" };
  const grown = { type: "status", status: 7 };
  for (const body of [odd, grown]) {
    await events.record({ executionId, source: "worker", body: body as never });
  }
  await events.record({ executionId, source: "worker", body: { type: "status", status: "running", detail: null } });
  const listed = await events.list({ executionId, afterNumber: 0, limit: 10 });
  expect(listed.map(({ number, body }) => [number, passOn(body)])).toEqual([
    [1, odd],
    [2, grown],
    [3, { type: "status", status: "running", detail: null }],
  ]);
});

test("events of an execution that doesn't exist are refused", async () => {
  const executionId = crypto.randomUUID();
  await expect(postgresEventStore(db).append({ executionId, writer: "w", events: logs(1, 1) })).rejects.toThrow(
    "doesn't exist",
  );
});

test("who watches an execution is told of its events and of no other's", async () => {
  const [mine, other] = [await storeTask(db), await storeTask(db)];
  const events = postgresEventStore(db);
  const onChange = vi.fn();
  const stop = await events.watch(mine.executionId, onChange);
  onChange.mockClear();
  await events.append({ executionId: other.executionId, writer: "w", events: logs(1, 1) });
  await events.append({ executionId: mine.executionId, writer: "w", events: logs(1, 100) });
  await expect.poll(() => onChange).toHaveBeenCalledTimes(1);
  await stop();
});

test("a watcher whose connection broke is told to look once it listens again", async () => {
  const { executionId } = await storeTask(db);
  const onChange = vi.fn();
  const stop = await postgresEventStore(db).watch(executionId, onChange);
  onChange.mockClear();
  await db.drizzle.execute(
    sql`select pg_terminate_backend(pid) from pg_stat_activity where datname = current_database() and query ilike 'listen%'`,
  );
  await expect.poll(() => onChange).toHaveBeenCalled();
  onChange.mockClear();
  await postgresEventStore(db).append({ executionId, writer: "w", events: logs(1, 1) });
  await expect.poll(() => onChange).toHaveBeenCalled();
  await stop();
});

test("a failure on the database doesn't tell what was being stored", async () => {
  const bad = postgresEventStore(db).append({ executionId: "the secret prompt", writer: "w", events: logs(1, 1) });
  await expect(bad).rejects.toThrow("a statement on the database failed");
  await expect(bad).rejects.not.toHaveProperty("params");
  await expect(bad).rejects.not.toHaveProperty("cause");
});
