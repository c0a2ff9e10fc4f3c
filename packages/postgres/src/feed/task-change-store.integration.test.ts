import { randomUUID } from "node:crypto";
import { nameOf, passOn, type TaskChange } from "@catalyst/core";
import { OWNER } from "@catalyst/core/testing";
import pg from "pg";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import type { Database } from "../database.ts";
import { sql } from "../drizzle.ts";
import { taskChanges } from "../schema/tasks.ts";
import { postgresMessageStore } from "../stores/tasks/message-store.ts";
import { openMemoryStores, openPostgresStores } from "../testing/contract-stores.ts";
import { storeTask, testProject } from "../testing/stored-task.ts";
import { testDatabase } from "../testing/test-database.ts";
import { changeTasks } from "./change-tasks.ts";
import { taskChangeStoreContract } from "./task-change-store.contract.ts";
import { postgresTaskChangeStore } from "./task-change-store.ts";

describe("the feed in PostgreSQL", () => taskChangeStoreContract(openPostgresStores));
describe("the feed in memory", () => taskChangeStoreContract(openMemoryStores));

let db: Database;
let projects: readonly string[];
beforeAll(async () => {
  db = await testDatabase();
  projects = [await testProject(db)];
});
afterAll(() => db?.close());

/** A transaction that changes a task and doesn't commit before it may. */
function holdOpen(taskId: string) {
  const { promise: mayCommit, resolve: commit } = Promise.withResolvers<void>();
  const { promise: isOpen, resolve: opened } = Promise.withResolvers<void>();
  const done = changeTasks(db.drizzle, async (tx, note) => {
    note({ taskId, actor: OWNER, body: { type: "retry_asked" } });
    await tx.execute(sql`select pg_current_xact_id()`);
    opened();
    await mayCommit;
  });
  return {
    isOpen,
    commit: () => {
      commit();
      return done;
    },
  };
}

test("what is committed after others comes after them, whenever its transaction began, and holds nobody up", async () => {
  const feed = postgresTaskChangeStore(db);
  const [held, other] = [await storeTask(db), await storeTask(db)];
  const start = await feed.newestPosition();
  const open = holdOpen(held.task.id);
  await open.isOpen;
  await postgresMessageStore(db).add(other.task.id, "one", OWNER);
  const before = await feed.listOfProjects({ projects, afterPosition: start, limit: 10 });
  expect(before.map(({ taskId }) => taskId)).toEqual([other.task.id]);
  await open.commit();
  const after = await feed.listOfProjects({ projects, afterPosition: before.at(-1)?.position ?? 0, limit: 10 });
  expect(after.map(({ taskId }) => taskId)).toEqual([held.task.id]);
});

test("a reader that follows many writers at once gets every change once and in order", async () => {
  const feed = postgresTaskChangeStore(db);
  const tasks = await Promise.all(Array.from({ length: 6 }, () => storeTask(db)));
  const start = await feed.newestPosition();
  const messages = postgresMessageStore(db);
  const writing = Promise.all(
    tasks.map(async ({ task }) => {
      for (let count = 0; count < 15; count++) {
        await messages.add(task.id, "go on", OWNER);
      }
    }),
  );
  let isWriting = true;
  void writing.finally(() => {
    isWriting = false;
  });
  const read: TaskChange[] = [];
  for (let isLast = false; !isLast; ) {
    isLast = !isWriting;
    read.push(...(await feed.listOfProjects({ projects, afterPosition: read.at(-1)?.position ?? start, limit: 7 })));
  }
  await writing;
  read.push(...(await feed.listOfProjects({ projects, afterPosition: read.at(-1)?.position ?? start, limit: 1000 })));
  expect(read).toHaveLength(6 * 15);
  expect(new Set(read.map(({ position }) => position)).size).toBe(read.length);
  for (const { task } of tasks) {
    const numbers = read.filter(({ taskId }) => taskId === task.id).map(({ number }) => number);
    expect(numbers).toEqual(Array.from({ length: 15 }, (_, index) => index + 3));
  }
});

test("while one stands between its change and its commit, others wait for it: no reader passes it over", async () => {
  const feed = postgresTaskChangeStore(db);
  const [first, second] = [await storeTask(db), await storeTask(db)];
  const start = await feed.newestPosition();
  const deferred = new pg.Client(db.connection);
  await deferred.connect();
  await deferred.query(`create function pause_commit() returns trigger language plpgsql as
    $$ begin perform pg_advisory_xact_lock(1); return null; end $$`);
  await deferred.query(`create constraint trigger pause_commit after insert on task_changes deferrable initially deferred
    for each row when (new.body ->> 'type' = 'resume_asked') execute function pause_commit()`);
  await deferred.query("select pg_advisory_lock(1)");
  const paused = changeTasks(db.drizzle, async (_, note) =>
    note({ taskId: first.task.id, actor: OWNER, body: { type: "resume_asked" } }),
  );
  const countWaiting = async () =>
    (await deferred.query("select 1 from pg_locks where locktype = 'advisory' and not granted")).rows.length;
  await expect.poll(countWaiting).toBe(1);
  const waiting = postgresMessageStore(db).add(second.task.id, "one", OWNER);
  await expect.poll(countWaiting).toBe(2);
  expect(await feed.listOfProjects({ projects, afterPosition: start, limit: 10 })).toEqual([]);
  await deferred.query("select pg_advisory_unlock(1)");
  await Promise.all([paused, waiting]);
  await deferred.query("drop trigger pause_commit on task_changes");
  await deferred.end();
  const all = await feed.listOfProjects({ projects, afterPosition: start, limit: 10 });
  expect(all.map(({ taskId }) => taskId)).toEqual([first.task.id, second.task.id]);
});

test("what is rolled back tells nothing and is not announced; what changed together is announced once", async () => {
  const feed = postgresTaskChangeStore(db);
  const { task } = await storeTask(db);
  const [before] = (await feed.list({ taskId: task.id, afterNumber: 0, limit: 100 })).slice(-1);
  const heard: (string | null)[] = [];
  const stop = await feed.subscribe((taskId) => void heard.push(taskId));
  const failing = changeTasks(db.drizzle, async (_, note) => {
    note({ taskId: task.id, actor: null, body: { type: "retry_asked" } });
    throw new Error("killed here");
  });
  await expect(failing).rejects.toThrow("killed here");
  await changeTasks(db.drizzle, async (_, note) => {
    note({ taskId: task.id, actor: null, body: { type: "retry_asked" } });
    note({ taskId: task.id, actor: null, body: { type: "resume_asked" } });
  });
  const last = await storeTask(db);
  await expect.poll(() => heard).toContain(last.task.id);
  stop();
  expect(heard).toEqual([task.id, last.task.id]);
  expect(await feed.list({ taskId: task.id, afterNumber: before?.number ?? 0, limit: 100 })).toHaveLength(2);
});

test("a process that stands still in a transaction loses it: it can't hold up the feed for ever", async () => {
  const { rows } = await db.pool.query("show idle_in_transaction_session_timeout");
  expect(rows).toEqual([{ idle_in_transaction_session_timeout: "30s" }]);
});

test("changes and actors of a newer version are read, carried as they are, and named safely", async () => {
  const feed = postgresTaskChangeStore(db);
  const { task } = await storeTask(db);
  const odd = { type: "deployed", where: { cluster: "blue" } };
  const grown = { type: "status", status: "deploying", failureReason: null };
  const robot = { kind: "robot", name: "R2" };
  const bodies = [odd, grown, { type: "\u001b[31mred" }, "words", null];
  await db.drizzle.insert(taskChanges).values(
    bodies.map((body, index) => ({
      taskId: task.id,
      number: index + 3,
      actor: robot,
      body: sql`${JSON.stringify(body)}::jsonb`,
    })),
  );
  const changes = await feed.list({ taskId: task.id, afterNumber: 2, limit: 10 });
  expect(changes.map(({ body }) => passOn(body))).toEqual(bodies);
  expect(changes[0]?.actor).toEqual({ kind: "unknown", stored: robot });
  const names = changes.map(({ body }) => (body.type === "unknown" ? nameOf(body) : null));
  expect(names).toEqual(["deployed", "status", "unknown", "unknown", "unknown"]);
  expect(await feed.listOfProjects({ projects, afterPosition: 0, limit: 1000 })).not.toEqual([]);
  expect(await feed.list({ taskId: randomUUID(), afterNumber: 0, limit: 1 })).toEqual([]);
});
