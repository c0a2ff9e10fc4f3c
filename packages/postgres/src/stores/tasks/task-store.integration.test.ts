import { randomUUID } from "node:crypto";
import { sealCredential, type TaskEnd } from "@catalyst/core";
import { createTestKeys, OWNER } from "@catalyst/core/testing";
import { afterAll, beforeAll, describe, expect, test, vi } from "vitest";
import type { Database } from "../../database.ts";
import { eq } from "../../drizzle.ts";
import { agentExecutions } from "../../schema/executions.ts";
import { agentCredentials, agentTasks } from "../../schema/tasks.ts";
import { openMemoryStores, openPostgresStores } from "../../testing/contract-stores.ts";
import { newExecution, newTask, storeTask, testProject } from "../../testing/stored-task.ts";
import { testDatabase } from "../../testing/test-database.ts";
import { postgresWakeUps, type WakeUps } from "../../wake-ups.ts";
import { postgresExecutionStore } from "../executions/execution-store.ts";
import { postgresNotificationStore } from "../notifications/notification-store.ts";
import { taskStoreContract } from "./task-store.contract.ts";
import { postgresTaskStore } from "./task-store.ts";

describe("tasks in PostgreSQL", () => taskStoreContract(openPostgresStores));
describe("tasks in memory", () => taskStoreContract(openMemoryStores));

const cancelled: TaskEnd = { state: "cancelled", failureReason: null, errorMessage: null, result: null };

let db: Database;
const woken: string[] = [];
beforeAll(async () => {
  db = await testDatabase();
  await postgresWakeUps(db).listen((executionId) => void woken.push(executionId ?? ""));
});
afterAll(async () => {
  await db?.close();
});

async function end(executionId: string): Promise<void> {
  const executions = postgresExecutionStore(db);
  const lease = await executions.claim({ executionId, workerId: "w", leaseSeconds: 60 });
  await executions.end(lease ?? { executionId, epoch: 0 }, cancelled, {});
}

test("lists and searches read the titles of tasks, and not the megabyte that each may be about", async () => {
  await storeTask(db);
  const query = vi.spyOn(db.pool, "query");
  const projects = [await testProject(db)];
  const [task] = await postgresTaskStore(db).list({ projects, text: "fix", limit: 1 });
  await postgresNotificationStore(db).list({ projects, askedBy: null, beforePosition: null, limit: 1 });
  const asked = query.mock.calls
    .map(([statement]) => JSON.stringify(statement))
    .filter((text) => text.includes("title"));
  query.mockRestore();
  expect(task).toMatchObject({ title: "Fix" });
  expect(asked).toHaveLength(2);
  expect(asked.join()).not.toContain("context_payload");
});

test("what stands in titles is found by an index", async () => {
  const found = "select number from agent_tasks where lower(title) like '%' || lower('cart') || '%'";
  const client = await db.pool.connect();
  try {
    await client.query("begin; set local enable_seqscan = off");
    const { rows } = await client.query(`explain ${found}`);
    expect(JSON.stringify(rows)).toContain("agent_tasks_title_idx");
  } finally {
    await client.query("rollback");
    client.release();
  }
});

test("a stored task wakes a worker for its execution", async () => {
  const { executionId } = await storeTask(db);
  await expect.poll(() => woken).toContain(executionId);
});

test("those that race stay in the order in which they were asked for, whatever is written of them", async () => {
  const task = await newTask(db);
  const racers = Array.from({ length: 5 }, () => newExecution(task, randomUUID()));
  await postgresTaskStore(db).create({ task, executions: racers, credentials: [], dedupeKey: null, actor: OWNER });
  const asked = racers.map(({ id }) => id);
  for (const id of asked.slice(0, 2)) {
    await db.drizzle.update(agentExecutions).set({ leaseExpiresAt: new Date() }).where(eq(agentExecutions.id, id));
  }
  const listed = await postgresExecutionStore(db).listForTask(task.id);
  expect(listed.map(({ id }) => id)).toEqual(asked);
});

test("a task whose storing fails leaves no task, no execution and no wake-up", async () => {
  const task = await newTask(db);
  const execution = newExecution(task);
  const failing: Pick<WakeUps, "wake"> = {
    async wake(transaction, executionId) {
      await postgresWakeUps(db).wake(transaction, executionId);
      throw new Error("killed here");
    },
  };
  await expect(
    postgresTaskStore(db, failing).create({
      task,
      executions: [execution],
      credentials: [],
      dedupeKey: null,
      actor: OWNER,
    }),
  ).rejects.toThrow("killed here");
  expect(await postgresTaskStore(db).get(task.id)).toBeNull();
  expect(await postgresExecutionStore(db).get(execution.id)).toBeNull();
  const { executionId } = await storeTask(db);
  await expect.poll(() => woken).toContain(executionId);
  expect(woken).not.toContain(execution.id);
});

test("a retry that would make two unfinished tasks of one request is refused", async () => {
  const old = await storeTask(db, { dedupeKey: "issue 13" });
  await end(old.executionId);
  await storeTask(db, { dedupeKey: "issue 13" });
  const execution = newExecution(old.task);
  const retried = postgresTaskStore(db).continue({
    taskId: old.task.id,
    from: ["cancelled"],
    execution,
    credentials: [],
    patch: {},
    actor: OWNER,
    changes: [],
  });
  await expect(retried).rejects.toMatchObject({ code: "conflict" });
});

test("a wish to cancel wakes a worker", async () => {
  const { task, executionId } = await storeTask(db);
  await postgresTaskStore(db).requestCancel(task.id, OWNER);
  await expect.poll(() => woken).toContain(executionId);
});

test("a key for one task alone is stored with it and gone when it ends", async () => {
  const { sealing } = createTestKeys();
  const task = await newTask(db);
  const credential = sealCredential(
    {
      id: randomUUID(),
      provider: "anthropic",
      userId: task.assignedBy,
      teamId: null,
      taskId: task.id,
      createdAt: new Date(),
    },
    { key: "sk-for-this-run", baseUrl: null },
    sealing,
  );
  const execution = newExecution(task);
  const create = () =>
    postgresTaskStore(db).create({
      task,
      executions: [execution],
      credentials: [credential],
      dedupeKey: null,
      actor: OWNER,
    });
  await expect(create()).rejects.toMatchObject({ code: "conflict", message: expect.stringContaining("gateway's key") });
  await registerKey(sealing.recipient.id);
  await create();
  const mine = eq(agentCredentials.taskId, task.id);
  expect(await db.drizzle.$count(agentCredentials, mine)).toBe(1);
  await end(execution.id);
  expect(await db.drizzle.$count(agentCredentials, mine)).toBe(0);
});

async function registerKey(id: string): Promise<void> {
  await db.pool.query("insert into gateway_keys (id) values ($1)", [id]);
}

test("a task is found by its id in capitals, and by nothing that could be anything else", async () => {
  const tasks = postgresTaskStore(db);
  const { task } = await storeTask(db);
  const projects = [await testProject(db)];
  const find = (reference: string) => tasks.find({ reference, projects });
  expect((await find(task.id.slice(0, 8).toUpperCase())).map(({ id }) => id)).toContain(task.id);
  await expect(find("abc")).rejects.toMatchObject({ code: "invalid_input" });
  await expect(find("%_'")).rejects.toMatchObject({ code: "invalid_input" });
});

test("tasks are listed the newest first, by status, a page at a time", async () => {
  const tasks = postgresTaskStore(db);
  const [first, second] = [await storeTask(db), await storeTask(db)];
  await end(first.executionId);
  const projects = [await testProject(db)];
  const newest = await tasks.list({ projects, limit: 2 });
  expect(newest.map(({ id }) => id)).toEqual([second.task.id, first.task.id]);
  expect((await tasks.list({ projects, limit: 1, beforeNumber: second.task.number })).map(({ id }) => id)).toEqual([
    first.task.id,
  ]);
  expect((await tasks.list({ projects, limit: 1, statuses: ["pending"] })).map(({ id }) => id)).toEqual([
    second.task.id,
  ]);
  expect(await tasks.list({ projects, limit: 1, repo: randomUUID() })).toEqual([]);
});

test("text with NUL is stored with the replacement character", async () => {
  const task = await newTask(db, {
    contextPayload: { title: "a\u0000b", body: "\udc00", instruction: "", prDiff: null },
  });
  const execution = newExecution(task);
  const stored = await postgresTaskStore(db).create({
    task,
    executions: [execution],
    credentials: [],
    dedupeKey: null,
    actor: OWNER,
  });
  expect(stored.task.contextPayload).toEqual({ title: "a\ufffdb", body: "\ufffd", instruction: "", prDiff: null });
});

test("a row whose JSON is not what it should be is refused when it is read", async () => {
  const { task } = await storeTask(db);
  await db.drizzle
    .update(agentTasks)
    .set({ contextPayload: { title: 7 } })
    .where(eq(agentTasks.id, task.id));
  await expect(postgresTaskStore(db).get(task.id)).rejects.toThrow("title");
  await db.drizzle.update(agentTasks).set({ contextPayload: task.contextPayload }).where(eq(agentTasks.id, task.id));
});
