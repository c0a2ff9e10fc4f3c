import { AnswerPayload } from "@catalyst/core/trigger";
import { afterAll, beforeAll, expect, test } from "vitest";
import type { Database } from "../../database.ts";
import { eq } from "../../drizzle.ts";
import { outbox } from "../../schema/notifications.ts";
import { taskChanges } from "../../schema/tasks.ts";
import { createTask, newTask } from "../../testing/stored-task.ts";
import { testDatabase } from "../../testing/test-database.ts";
import { forwardChanges } from "../notifications/forward-changes.ts";
import { postgresTaskStore } from "../tasks/task-store.ts";
import { postgresTriggerStore } from "../triggers/trigger-store.ts";

let db: Database;
beforeAll(async () => {
  db = await testDatabase();
});
afterAll(() => db?.close());

async function submit() {
  const task = await newTask(db, { sourceType: "github_issue", sourceNumber: 3 });
  return createTask(postgresTaskStore(db), { task, dedupeKey: null });
}

/** As when a comment of this number was decided. */
async function comment(
  taskId: string,
  { repoId, id, act }: { repoId: string; id: string; act: "submit" | "message" | "join" },
) {
  const identity = {
    key: `github.com/comment:${id}`,
    isFallback: false,
    repoId,
    number: 3,
    kind: "commented",
  } as const;
  await postgresTriggerStore(db).once({ ...identity, target: null, happenedAt: new Date() }, async () => ({
    ...{ actorId: "7", actorLogin: "ada", delivery: "guid", decision: "accepted", reason: null, act },
    ...{ threadAct: null, isAutomatic: false, taskId },
  }));
}

/** As when the task's result went there. */
async function publish(taskId: string, { executionId, publication }: { executionId: string; publication: string }) {
  const { rows } = await db.pool.query("select max(number) + 1 as number from task_changes where task_id = $1", [
    taskId,
  ]);
  const body = { type: "published", executionId, publication };
  await db.drizzle.insert(taskChanges).values({ taskId, number: Number(rows[0].number), actor: null, body } as never);
  while (await forwardChanges(db)) {}
}

async function pushed(): Promise<unknown[]> {
  const rows = await db.drizzle.select().from(outbox).where(eq(outbox.kind, "forge_answer")).orderBy(outbox.number);
  return rows.map(({ payload }) => AnswerPayload.parse(payload).answer);
}

test("what comments asked for is told to be pushed, to each once, when its result is where people find it", async () => {
  const { task, executionId } = await submit();
  const { id: taskId, repoId } = task;
  await comment(taskId, { repoId, id: "5", act: "submit" });
  await comment(taskId, { repoId, id: "6", act: "join" });
  await publish(taskId, { executionId, publication: "kept" });
  expect(await pushed()).toEqual([]);
  await comment(taskId, { repoId, id: "7", act: "message" });
  await publish(taskId, { executionId, publication: "pull_request" });
  const reaction = (id: string) => ({ does: "react", to: { kind: "comment", id }, reaction: "pushed" });
  expect(await pushed()).toEqual([reaction("5"), reaction("7")]);
  await comment(taskId, { repoId, id: "8", act: "message" });
  await publish(taskId, { executionId, publication: "pull_request" });
  expect(await pushed()).toEqual([reaction("5"), reaction("7"), reaction("8")]);
});
