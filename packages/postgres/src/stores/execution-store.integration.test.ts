import type { Lease, TaskEnd } from "@catalyst/core";
import { eq, sql } from "drizzle-orm";
import { afterAll, beforeAll, expect, test } from "vitest";
import type { Database } from "../database.ts";
import { agentExecutions } from "../schema/schema.ts";
import { hashOf, storeTask } from "../testing/stored-task.ts";
import { testDatabase } from "../testing/test-database.ts";
import { postgresEventStore } from "./event-store.ts";
import { postgresExecutionStore } from "./execution-store.ts";
import { postgresGrantStore } from "./grant-store.ts";
import { postgresTaskStore } from "./task-store.ts";

let db: Database;
beforeAll(async () => {
  db = await testDatabase();
}, 60_000);
afterAll(() => db?.close());

const failed: TaskEnd = { state: "failed", failureReason: "agent_failed", errorMessage: "it gave up", result: null };

async function claim(executionId: string, leaseSeconds = 60): Promise<Lease> {
  const lease = await postgresExecutionStore(db).claim({ executionId, workerId: "worker", leaseSeconds });
  if (lease === null) {
    throw new Error("the execution was not to be had");
  }
  return lease;
}

/** Lets the lease run out on the database's clock, without waiting for it. */
async function expire(executionId: string): Promise<void> {
  await db.drizzle
    .update(agentExecutions)
    .set({ leaseExpiresAt: sql`now() - interval '1 second'` })
    .where(eq(agentExecutions.id, executionId));
}

test("of many workers that claim an execution at once, one gets it", async () => {
  const { executionId } = await storeTask(db);
  const executions = postgresExecutionStore(db);
  const claims = await Promise.all(
    Array.from({ length: 20 }, (_, n) => executions.claim({ executionId, workerId: `w${n}`, leaseSeconds: 60 })),
  );
  expect(claims.filter((lease) => lease !== null)).toEqual([{ executionId, epoch: 1 }]);
});

test("a lease that ran out by the database's clock is taken over with a higher epoch", async () => {
  const { executionId } = await storeTask(db);
  const executions = postgresExecutionStore(db);
  await claim(executionId);
  expect(await executions.listClaimable()).not.toContain(executionId);
  await expire(executionId);
  expect(await executions.listClaimable()).toContain(executionId);
  expect((await claim(executionId)).epoch).toBe(2);
});

test("every write of a worker that was taken over is refused", async () => {
  const { executionId } = await storeTask(db);
  const executions = postgresExecutionStore(db);
  const stale = await claim(executionId);
  await expire(executionId);
  const lease = await claim(executionId);
  const before = await executions.get(executionId);
  await expect(executions.move(stale, "provisioning", { baseCommit: "abc" })).rejects.toMatchObject({
    code: "lease_lost",
  });
  await expect(executions.end(stale, failed, {})).rejects.toMatchObject({ code: "lease_lost" });
  expect(await executions.heartbeat(stale, 60)).toBe(false);
  await executions.release(stale);
  expect(await executions.get(executionId)).toEqual(before);
  expect(await executions.heartbeat(lease, 60)).toBe(true);
});

test("an execution that was given back can be claimed at once", async () => {
  const { executionId } = await storeTask(db);
  await postgresExecutionStore(db).release(await claim(executionId));
  expect((await claim(executionId)).epoch).toBe(2);
});

test("a move changes execution and task, applies the patch and stores one status event, also when it is repeated", async () => {
  const { executionId } = await storeTask(db);
  const executions = postgresExecutionStore(db);
  const lease = await claim(executionId);
  await executions.move(lease, "provisioning", { baseCommit: "abc" });
  await executions.move(lease, "provisioning", { agentCommand: "claude -p" });
  expect(await executions.get(executionId)).toMatchObject({
    state: "provisioning",
    baseCommit: "abc",
    agentCommand: "claude -p",
  });
  const task = await executions.getTask(executionId);
  expect(task?.status).toBe("provisioning");
  expect(task?.startedAt).toBeInstanceOf(Date);
  const events = await postgresEventStore(db).list({ executionId, afterNumber: 0, limit: 10 });
  expect(events.map(({ number, body }) => [number, body])).toEqual([
    [1, { type: "status", status: "provisioning", detail: null }],
  ]);
});

test("a move that the states don't allow changes nothing", async () => {
  const { executionId } = await storeTask(db);
  const executions = postgresExecutionStore(db);
  const lease = await claim(executionId);
  await expect(executions.move(lease, "publishing", { baseCommit: "abc" })).rejects.toThrow(
    "from pending to publishing",
  );
  expect(await executions.get(executionId)).toMatchObject({ state: "pending", baseCommit: null });
});

test("the end of an execution ends its task and its grant and frees its lease", async () => {
  const { task, executionId } = await storeTask(db);
  const executions = postgresExecutionStore(db);
  const grants = postgresGrantStore(db);
  const lease = await claim(executionId);
  const tokenHash = hashOf("token of the end");
  const expiresAt = new Date(Date.now() + 60_000);
  await grants.issue(
    { executionId, taskId: task.id, tokenHash, llm: null, repoId: task.repoId, branch: task.branch, expiresAt },
    lease.epoch,
  );
  await executions.end(lease, failed, { exitCode: 1, stdout: "out" });
  expect(await grants.findLive(tokenHash)).toBeNull();
  expect(await executions.get(executionId)).toMatchObject({
    state: "failed",
    exitCode: 1,
    stdout: "out",
    leasedBy: null,
    leaseExpiresAt: null,
  });
  expect(await executions.getTask(executionId)).toMatchObject({
    status: "failed",
    failureReason: "agent_failed",
    errorMessage: "it gave up",
  });
  expect(await executions.claim({ executionId, workerId: "w", leaseSeconds: 60 })).toBeNull();
  await expect(executions.end(lease, failed, {})).rejects.toMatchObject({ code: "lease_lost" });
});

test("output that PostgreSQL can't hold doesn't keep an execution from ending", async () => {
  const { executionId } = await storeTask(db);
  const executions = postgresExecutionStore(db);
  const errorMessage = `\u0000${"x".repeat(100_000)}`;
  await executions.end(await claim(executionId), { ...failed, errorMessage }, { stdout: "a\u0000b", stderr: "\ud800" });
  expect(await executions.get(executionId)).toMatchObject({ stdout: "a\ufffdb", stderr: "\ufffd" });
});

test("unfinished executions are counted until they end", async () => {
  const executions = postgresExecutionStore(db);
  const before = await executions.countUnfinished();
  const { executionId } = await storeTask(db);
  expect(await executions.countUnfinished()).toBe(before + 1);
  await executions.end(await claim(executionId), failed, {});
  expect(await executions.countUnfinished()).toBe(before);
});

test("a retried task has both executions, the oldest first, and starts anew", async () => {
  const { task, executionId } = await storeTask(db);
  const executions = postgresExecutionStore(db);
  const second = { id: crypto.randomUUID(), taskId: task.id, environmentNamespace: "local" };
  const tasks = postgresTaskStore(db, { wake: async () => undefined });
  expect(await tasks.retry({ taskId: task.id, execution: second, credential: null })).toBeNull();
  await executions.end(await claim(executionId), failed, {});
  expect(await tasks.retry({ taskId: task.id, execution: second, credential: null })).toMatchObject({
    status: "pending",
    errorMessage: null,
  });
  expect((await executions.listForTask(task.id)).map(({ id }) => id)).toEqual([executionId, second.id]);
});
