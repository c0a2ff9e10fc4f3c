import type { SourcedEvent } from "@catalyst/core";
import { sql } from "drizzle-orm";
import { afterAll, beforeAll, expect, test, vi } from "vitest";
import type { Database } from "../database.ts";
import { storeTask } from "../testing/stored-task.ts";
import { testDatabase } from "../testing/test-database.ts";
import { postgresEventStore } from "./event-store.ts";

let db: Database;
beforeAll(async () => {
  db = await testDatabase();
}, 60_000);
afterAll(() => db?.close());

function logs(from: number, to: number): SourcedEvent[] {
  return Array.from({ length: to - from + 1 }, (_, index) => ({
    sourceNumber: from + index,
    at: new Date(),
    body: { type: "log", stream: "stdout", text: `line ${from + index}` },
  }));
}

async function sourceNumbers(executionId: string): Promise<number[]> {
  const events = await postgresEventStore(db).list({ executionId, afterNumber: 0, limit: 10_000 });
  expect(events.map(({ number }) => number)).toEqual(events.map((_, index) => index + 1));
  return events.map(({ sourceNumber }) => sourceNumber);
}

test("events that are sent twice are stored once", async () => {
  const { executionId } = await storeTask(db);
  const events = postgresEventStore(db);
  expect(await events.append({ executionId, source: "runner", events: logs(1, 3) })).toBe(3);
  expect(await events.append({ executionId, source: "runner", events: logs(1, 5) })).toBe(5);
  expect(await events.append({ executionId, source: "runner", events: [...logs(4, 6), ...logs(6, 6)] })).toBe(6);
  expect(await sourceNumbers(executionId)).toEqual([1, 2, 3, 4, 5, 6]);
});

test("events beyond a gap are not taken, events out of order are put in order", async () => {
  const { executionId } = await storeTask(db);
  const events = postgresEventStore(db);
  expect(await events.append({ executionId, source: "runner", events: logs(2, 3) })).toBe(0);
  expect(
    await events.append({ executionId, source: "runner", events: [...logs(3, 3), ...logs(5, 6), ...logs(1, 2)] }),
  ).toBe(3);
  expect(await events.append({ executionId, source: "runner", events: [] })).toBe(3);
  expect(await sourceNumbers(executionId)).toEqual([1, 2, 3]);
});

test("many writers at once leave gapless numbers and every event once", async () => {
  const { executionId } = await storeTask(db);
  const events = postgresEventStore(db);
  await Promise.all([
    ...Array.from({ length: 10 }, () => events.append({ executionId, source: "runner", events: logs(1, 50) })),
    ...Array.from({ length: 10 }, (_, n) =>
      events.record({ executionId, source: "worker", body: { type: "status", status: `s${n}`, detail: null } }),
    ),
    ...Array.from({ length: 10 }, () =>
      events.record({ executionId, source: "gateway", body: { type: "blocked", action: "push", reason: "no" } }),
    ),
  ]);
  expect(await sourceNumbers(executionId)).toHaveLength(70);
});

test("one batch may be large", async () => {
  const { executionId } = await storeTask(db);
  expect(await postgresEventStore(db).append({ executionId, source: "runner", events: logs(1, 12_000) })).toBe(12_000);
});

test("NUL and lone surrogates are stored as the replacement character", async () => {
  const { executionId } = await storeTask(db);
  const events = postgresEventStore(db);
  await events.append({
    executionId,
    source: "runner",
    events: [{ sourceNumber: 1, at: new Date(), body: { type: "log", stream: "stdout", text: "a\u0000\ud83d" } }],
  });
  const [stored] = await events.list({ executionId, afterNumber: 0, limit: 1 });
  expect(stored?.body).toEqual({ type: "log", stream: "stdout", text: "a\ufffd\ufffd" });
});

test("events of an execution that doesn't exist are refused", async () => {
  const executionId = crypto.randomUUID();
  await expect(postgresEventStore(db).append({ executionId, source: "runner", events: logs(1, 1) })).rejects.toThrow(
    "doesn't exist",
  );
});

test("who watches an execution is told of its events and of no other's", async () => {
  const [mine, other] = [await storeTask(db), await storeTask(db)];
  const events = postgresEventStore(db);
  const onChange = vi.fn();
  const stop = await events.watch(mine.executionId, onChange);
  onChange.mockClear();
  await events.append({ executionId: other.executionId, source: "runner", events: logs(1, 1) });
  await events.append({ executionId: mine.executionId, source: "runner", events: logs(1, 100) });
  await vi.waitFor(() => expect(onChange).toHaveBeenCalledTimes(1));
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
  await vi.waitFor(() => expect(onChange).toHaveBeenCalled(), 5000);
  onChange.mockClear();
  await postgresEventStore(db).append({ executionId, source: "runner", events: logs(1, 1) });
  await vi.waitFor(() => expect(onChange).toHaveBeenCalled());
  await stop();
});

test("a failure on the database doesn't tell what was being stored", async () => {
  const bad = postgresEventStore(db).append({ executionId: "the secret prompt", source: "runner", events: logs(1, 1) });
  await expect(bad).rejects.toThrow("a statement on the database failed");
  await expect(bad).rejects.not.toHaveProperty("params");
  await expect(bad).rejects.not.toHaveProperty("cause");
});
