import { type Lease, type NewTaskChange, type TaskEnd, TaskResult } from "@catalyst/core";
import { OWNER } from "@catalyst/core/testing";
import { afterEach, beforeEach, expect, test } from "vitest";
import type { Database } from "../../database.ts";
import { eq, sql } from "../../drizzle.ts";
import { followOwnChanges } from "../../feed/own-changes.ts";
import { agentTasks, taskChanges } from "../../schema/tasks.ts";
import { decisionFor, newExecution, type StoredTask, storeTask } from "../../testing/stored-task.ts";
import { testDatabase } from "../../testing/test-database.ts";
import { postgresExecutionStore } from "../executions/execution-store.ts";
import { postgresTaskStore } from "../tasks/task-store.ts";
import { postgresMeasureStore } from "./measure-store.ts";

const FINDINGS = ["secret", "secret", "file_size"].map((rule) => ({ rule, path: null, detail: "it's there" }));
const RESULT = TaskResult.parse({
  summary: null,
  publication: { kind: "nothing" },
  headCommit: null,
  commits: [],
  diffStat: { files: 0, insertions: 0, deletions: 0 },
  findings: FINDINGS,
});
const COMPLETED = { state: "completed", failureReason: null, errorMessage: null, result: RESULT } as TaskEnd;
const FAILED = { state: "failed", failureReason: "isolation_unavailable", errorMessage: "no", result: null } as TaskEnd;

let db: Database;

beforeEach(async () => {
  db = await testDatabase();
});
afterEach(() => db.close());

/** A task whose execution is provisioned. */
async function provision(): Promise<StoredTask & { lease: Lease }> {
  const stored = await storeTask(db);
  const executions = postgresExecutionStore(db);
  const { executionId } = stored;
  const lease = (await executions.claim({ executionId, workerId: "w", leaseSeconds: 60 })) as Lease;
  await executions.resolve(lease, decisionFor({ task: stored.task, executionId }));
  await executions.move(lease, "provisioning", {});
  return { ...stored, lease };
}

async function complete(lease: Lease): Promise<void> {
  const executions = postgresExecutionStore(db);
  await executions.move(lease, "running", {});
  await executions.move(lease, "publishing", {});
  await executions.end(lease, COMPLETED, {});
}

/** Makes changes of this type older than they are. */
async function age(type: string, field: string, seconds: number): Promise<void> {
  const isMeant = sql`${taskChanges.body} ->> 'type' = ${type} and ${taskChanges.body}::text like ${`%${field}%`}`;
  const at = sql`${taskChanges.at} - make_interval(secs => ${seconds})`;
  await db.drizzle.update(taskChanges).set({ at }).where(isMeant);
}

test("an environment's time is that between the beginning of its provisioning and what came next", async () => {
  const { executionId, lease } = await provision();
  await age("execution_moved", "provisioning", 100);
  const store = postgresMeasureStore(db);
  const begun = await store.readExecution(executionId);
  expect(begun).toMatchObject({ isProvisioning: true, agent: "claude-code", rules: [] });
  expect(begun?.provisionSeconds).toBeGreaterThanOrEqual(100);
  await postgresExecutionStore(db).move(lease, "running", {});
  const running = await store.readExecution(executionId);
  expect(running).toMatchObject({ isProvisioning: false });
  await postgresExecutionStore(db).end(lease, FAILED, {});
  expect(await store.readExecution(executionId)).toEqual(running);
});

test("the rules of what was found are told, one for each", async () => {
  const { executionId, lease } = await provision();
  await complete(lease);
  expect((await postgresMeasureStore(db).readExecution(executionId))?.rules).toEqual(["secret", "secret", "file_size"]);
});

test("a task is measured from when it was asked for, and one that went on from when it was asked to", async () => {
  const { task, lease } = await provision();
  const store = postgresMeasureStore(db);
  expect(await store.readTask(task.id)).toBeNull();
  await complete(lease);
  const createdAt = sql`${agentTasks.createdAt} - interval '1 hour'`;
  await db.drizzle.update(agentTasks).set({ createdAt }).where(eq(agentTasks.id, task.id));
  const first = await store.readTask(task.id);
  expect(first?.publication).toBe("nothing");
  expect(first?.seconds).toBeGreaterThanOrEqual(3600);

  const next = newExecution(task);
  const again = { taskId: task.id, from: ["completed" as const], execution: next, credentials: [], patch: {} };
  await postgresTaskStore(db).continue({ ...again, actor: OWNER, changes: [{ type: "retry_asked" }] });
  const executions = postgresExecutionStore(db);
  const second = (await executions.claim({ executionId: next.id, workerId: "w", leaseSeconds: 60 })) as Lease;
  await executions.move(second, "provisioning", {});
  await complete(second);
  expect((await store.readTask(task.id))?.seconds).toBeLessThan(3600);
});

test("a task about an issue is measured until its first pull request, and no other", async () => {
  const { task, executionId, lease } = await provision();
  const store = postgresMeasureStore(db);
  const executions = postgresExecutionStore(db);
  const publication = {
    kind: "pull_request",
    branch: "catalyst/1",
    isDraft: false,
    number: 7,
    url: "https://x.example",
  };
  const result = TaskResult.parse({ ...RESULT, publication });
  await executions.move(lease, "running", {});
  await executions.move(lease, "publishing", {});
  await executions.end(lease, { ...COMPLETED, result }, {});
  expect(await store.readProposal(task.id)).toBeNull();
  const createdAt = sql`${agentTasks.createdAt} - interval '1 hour'`;
  await db.drizzle.update(agentTasks).set({ taskType: "issue", createdAt }).where(eq(agentTasks.id, task.id));
  expect(await store.readProposal(task.id)).toBeGreaterThanOrEqual(3600);
  const body = { type: "published", executionId, publication: "pull_request" } as const;
  await db.drizzle.insert(taskChanges).values({ taskId: task.id, number: 999, actor: null, body });
  expect(await store.readProposal(task.id)).toBeNull();
});

test("the load tells what waits, what has a place, and tasks by their status", async () => {
  const store = postgresMeasureStore(db);
  expect(await store.readLoad()).toEqual({ waiting: 0, oldestSeconds: 0, placed: 0, tasks: {} });
  await storeTask(db);
  await provision();
  const { oldestSeconds, ...load } = await store.readLoad();
  expect(load).toEqual({ waiting: 1, placed: 1, tasks: { pending: 1, provisioning: 1 } });
  expect(oldestSeconds).toBeGreaterThan(0);
});

test("who follows the changes of this process gets those that were committed, each once", async () => {
  const seen: NewTaskChange[] = [];
  followOwnChanges(db, (change) => void seen.push(change));
  const { task, executionId, lease } = await provision();
  expect(seen.every(({ taskId }) => taskId === task.id)).toBe(true);
  const moved = seen.filter(({ body }) => body.type === "execution_moved");
  expect(moved.map(({ body }) => body)).toEqual([{ type: "execution_moved", executionId, state: "provisioning" }]);
  const before = seen.length;
  await expect(postgresExecutionStore(db).move(lease, "pending", {})).rejects.toThrow("can't move");
  expect(seen).toHaveLength(before);
});
