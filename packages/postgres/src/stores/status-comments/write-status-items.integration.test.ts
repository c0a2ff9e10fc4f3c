import { StatusPayload } from "@catalyst/core/status-comment";
import { afterAll, beforeAll, beforeEach, expect, test } from "vitest";
import type { Database } from "../../database.ts";
import { sql } from "../../drizzle.ts";
import { outbox } from "../../schema/notifications.ts";
import { taskChanges } from "../../schema/tasks.ts";
import { createTask, newTask } from "../../testing/stored-task.ts";
import { testDatabase } from "../../testing/test-database.ts";
import { postgresExecutionStore } from "../executions/execution-store.ts";
import { forwardChanges } from "../notifications/forward-changes.ts";
import { postgresTaskStore } from "../tasks/task-store.ts";

let db: Database;

beforeAll(async () => {
  db = await testDatabase();
});
afterAll(() => db.close());
beforeEach(async () => {
  await forward();
  await db.drizzle.delete(outbox);
});

async function forward(): Promise<void> {
  while (await forwardChanges(db)) {}
}

async function submit(sourceNumber: number | null) {
  const sourceType = sourceNumber === null ? "prompt" : "github_issue";
  const task = await newTask(db, { sourceType, sourceNumber });
  return createTask(postgresTaskStore(db), { task, dedupeKey: null });
}

async function itemsOf(taskId: string): Promise<string[]> {
  const rows = await db.drizzle.select().from(outbox).where(sql`${outbox.taskId} = ${taskId}`).orderBy(outbox.number);
  return rows.map(({ payload }) => StatusPayload.parse(payload).tells);
}

test("a task of an issue is told of when it is there and whenever it is another, and once more for its progress", async () => {
  const { task, executionId } = await submit(3);
  await forward();
  expect(await itemsOf(task.id)).toEqual(["state", "progress"]);
  const executions = postgresExecutionStore(db);
  const lease = await executions.claim({ executionId, workerId: "w", leaseSeconds: 60 });
  await executions.move(lease as never, "provisioning", {});
  await executions.move(lease as never, "running", {});
  await forward();
  await forward();
  expect(await itemsOf(task.id)).toEqual(["state", "progress", "state"]);
});

test("a task that came from nowhere is told of nowhere, and what is a day old is no news", async () => {
  const { task } = await submit(null);
  const { task: old } = await submit(4);
  await db.drizzle.update(taskChanges).set({ at: sql`${taskChanges.at} - interval '25 hours'` });
  await forward();
  expect([await itemsOf(task.id), await itemsOf(old.id)]).toEqual([[], []]);
});
