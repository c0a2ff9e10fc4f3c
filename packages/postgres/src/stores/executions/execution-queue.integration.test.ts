import { randomUUID } from "node:crypto";
import {
  AskedWork,
  type ExecutionPurpose,
  type ExecutionQueue,
  type ExecutionStore,
  type Lease,
  type NewTask,
  type TaskEnd,
  type TaskStore,
} from "@catalyst/core";
import { OWNER } from "@catalyst/core/testing";
import { afterEach, beforeEach, expect, test } from "vitest";
import type { Database } from "../../database.ts";
import { eq, sql } from "../../drizzle.ts";
import { agentExecutions } from "../../schema/executions.ts";
import { storeRepo } from "../../testing/stored-repo.ts";
import { decisionFor, describeTask, newExecution } from "../../testing/stored-task.ts";
import { testDatabase } from "../../testing/test-database.ts";
import { postgresTaskStore } from "../tasks/task-store.ts";
import { postgresExecutionQueue } from "./execution-queue.ts";
import { postgresExecutionStore } from "./execution-store.ts";

const FAILED: TaskEnd = { state: "failed", failureReason: "agent_failed", errorMessage: "it gave up", result: null };
const PAUSED: TaskEnd = { state: "paused_budget", failureReason: null, errorMessage: null, result: null };

let db: Database;
let queue: ExecutionQueue;
let executions: ExecutionStore;
let tasks: TaskStore;
/** What executions are called here, by their ids. */
let names: Map<string, string>;

beforeEach(async () => {
  db = await testDatabase();
  queue = postgresExecutionQueue(db);
  executions = postgresExecutionStore(db);
  tasks = postgresTaskStore(db);
  names = new Map();
});
afterEach(() => db.close());

interface Asking {
  purpose?: ExecutionPurpose;
  isDecided?: boolean;
  /** Of the issue on GitHub that it came from; null: from nowhere. */
  sourceNumber?: number | null;
  /** What else its task is. */
  more?: Partial<NewTask>;
}

/** A task of the project with an execution of this name, of which everything is decided. */
async function ask(
  project: string,
  name: string,
  { purpose = "work", isDecided = true, sourceNumber = null, more = {} }: Asking = {},
) {
  const { user, repo } = await storeRepo(db, { login: project, ...placeOf(project) });
  const source = sourceNumber === null ? {} : ({ sourceType: "github_issue", sourceNumber } as const);
  const task = { ...describeTask({ repoId: repo.id, assignedBy: user.id }), ...source, ...more };
  const execution = { ...newExecution(task, randomUUID()), purpose };
  await tasks.create({ task, executions: [execution], credentials: [], dedupeKey: null, actor: OWNER });
  names.set(execution.id, name);
  if (isDecided) {
    const { resolution } = decisionFor({ task, executionId: execution.id }).executions[0];
    await db.drizzle.update(agentExecutions).set({ resolution }).where(eq(agentExecutions.id, execution.id));
  }
  return { taskId: task.id, executionId: execution.id };
}

function placeOf(name: string) {
  return { vcs: "local", url: `/srv/${name}`, name, defaultBranch: "main" } as const;
}

function claimNext(places: number, environmentNamespace = "local"): Promise<Lease | null> {
  return queue.claimNext({ workerId: "w", leaseSeconds: 60, environmentNamespace, places });
}

async function nameNext(places: number): Promise<string | null> {
  const lease = await claimNext(places);
  return lease === null ? null : (names.get(lease.executionId) as string);
}

async function listWaiting(...asked: { taskId: string }[]) {
  const waiting = await queue.listWaiting(asked.map(({ taskId }) => taskId));
  return waiting.map(({ executionId, before, placed }) => [names.get(executionId), before, placed]);
}

/** As if its worker had died a while ago. */
async function expireLease(executionId: string): Promise<void> {
  const leaseExpiresAt = sql`now() - interval '1 second'`;
  await db.drizzle.update(agentExecutions).set({ leaseExpiresAt }).where(eq(agentExecutions.id, executionId));
}

test("no more executions get a place than there are, and the oldest waiting one gets the next that is free", async () => {
  for (const name of ["first", "second", "third", "fourth"]) {
    await ask("shop", name);
  }
  const lease = (await claimNext(2)) as Lease;
  expect(await nameNext(2)).toBe("second");
  expect(await nameNext(2)).toBeNull();
  await executions.end(lease, FAILED, {});
  expect(await nameNext(2)).toBe("third");
  expect(await nameNext(2)).toBeNull();
});

test("what an execution works with may be decided while no place is free, and it has none by that", async () => {
  await ask("shop", "first");
  const asked = await ask("shop", "second", { isDecided: false });
  expect(await nameNext(1)).toBe("first");
  const lease = (await claimNext(1)) as Lease;
  expect((await executions.get(asked.executionId))?.placedAt).toBeNull();
  await executions.release(lease);
  const { resolution } = decisionFor({ task: describeTask({ repoId: "", assignedBy: "" }), ...asked }).executions[0];
  await db.drizzle.update(agentExecutions).set({ resolution }).where(eq(agentExecutions.id, asked.executionId));
  expect(await nameNext(1)).toBeNull();
  expect(await listWaiting(asked)).toEqual([["second", 0, 1]]);
});

test("of many workers that claim at once, together they get as many as there are places, and each another one", async () => {
  for (let count = 0; count < 8; count++) {
    await ask(count % 2 === 0 ? "shop" : "bank", `${count}`);
  }
  const leases = await Promise.all(Array.from({ length: 12 }, () => claimNext(3)));
  const claimed = leases.flatMap((lease) => (lease === null ? [] : [lease.executionId]));
  expect(new Set(claimed).size).toBe(3);
  expect(claimed).toHaveLength(3);
});

test("a project with many waiting tasks doesn't starve one that asks later, with one place as with several", async () => {
  for (const name of ["shop 1", "shop 2", "shop 3", "shop 4"]) {
    await ask("shop", name);
  }
  const order: (string | undefined)[] = [];
  for (let turn = 0; turn < 6; turn++) {
    const lease = (await claimNext(1)) as Lease;
    order.push(names.get(lease.executionId));
    if (turn === 0) {
      await ask("bank", "bank 1");
      await ask("bank", "bank 2");
    }
    await executions.end(lease, FAILED, {});
  }
  expect(order).toEqual(["shop 1", "bank 1", "shop 2", "bank 2", "shop 3", "shop 4"]);
});

test("how many are before a waiting execution is in the order in which places are given", async () => {
  const asked = [await ask("shop", "shop 1"), await ask("shop", "shop 2"), await ask("shop", "shop 3")];
  await claimNext(1);
  asked.push(await ask("bank", "bank 1"));
  expect(await listWaiting(...asked)).toEqual([
    ["bank 1", 0, 1],
    ["shop 2", 1, 1],
    ["shop 3", 2, 1],
  ]);
  expect(await listWaiting(asked[2] as { taskId: string })).toEqual([["shop 3", 2, 1]]);
  expect(await listWaiting()).toEqual([]);
});

test("what a dead worker left is taken over before anything new begins, also when every place is taken", async () => {
  const { executionId } = await ask("shop", "left");
  await ask("bank", "new");
  await claimNext(1);
  expect(await nameNext(1)).toBeNull();
  await expireLease(executionId);
  expect(await claimNext(1)).toEqual({ executionId, epoch: 2 });
  expect(await nameNext(1)).toBeNull();
  await expireLease(executionId);
  expect(await nameNext(2)).toBe("left");
  expect(await nameNext(2)).toBe("new");
});

test("an execution that was given back keeps its place", async () => {
  await ask("shop", "first");
  const second = await ask("shop", "second");
  await executions.release((await claimNext(1)) as Lease);
  expect(await listWaiting(second)).toEqual([["second", 0, 1]]);
  expect(await nameNext(1)).toBe("first");
});

test("a task that is paused for its budget or waits for a person holds no place", async () => {
  await ask("shop", "paused");
  await ask("shop", "second");
  const lease = (await claimNext(1)) as Lease;
  await executions.move(lease, "provisioning", {});
  await executions.move(lease, "running", {});
  await executions.end(lease, PAUSED, {});
  expect(await nameNext(1)).toBe("second");
});

test("what only publishes, and what is to be cancelled, waits for no place", async () => {
  await ask("shop", "runs");
  await claimNext(1);
  const cancelled = await ask("shop", "cancelled");
  const publishes = await ask("shop", "publishes", { purpose: "publish" });
  const waits = await ask("shop", "waits");
  await tasks.requestCancel(cancelled.taskId, OWNER);
  expect(await listWaiting(cancelled, publishes, waits)).toEqual([["waits", 0, 1]]);
  expect(await nameNext(1)).toBe("cancelled");
  expect(await nameNext(1)).toBe("publishes");
  expect(await nameNext(1)).toBeNull();
  expect(await listWaiting(waits)).toEqual([["waits", 0, 1]]);
});

test("places of one namespace are no other's", async () => {
  await ask("shop", "here");
  await ask("shop", "elsewhere");
  expect(await nameNext(1)).toBe("here");
  await db.drizzle.update(agentExecutions).set({ environmentNamespace: "cluster" }).where(sql`placed_at is null`);
  expect(await nameNext(2)).toBeNull();
  expect(names.get((await claimNext(1, "cluster"))?.executionId ?? "")).toBe("elsewhere");
});

test("of a repository's issues no more go on at once than the project says, and others don't wait for them", async () => {
  const issues = [];
  for (const [index, name] of ["first", "second", "third", "fourth", "fifth"].entries()) {
    issues.push(await ask("shop", name, { sourceNumber: index + 1 }));
  }
  const leases = [(await claimNext(9)) as Lease, (await claimNext(9)) as Lease, (await claimNext(9)) as Lease];
  expect(leases.map(({ executionId }) => names.get(executionId))).toEqual(["first", "second", "third"]);
  expect(await nameNext(9)).toBeNull();
  await ask("shop", "by hand");
  await ask("web", "of another", { sourceNumber: 1 });
  expect(await listWaiting(...issues)).toEqual([
    ["fourth", 2, 3],
    ["fifth", 3, 3],
  ]);
  expect([await nameNext(9), await nameNext(9), await nameNext(9)]).toEqual(["of another", "by hand", null]);
  await executions.end(leases[0] as Lease, FAILED, {});
  expect([await nameNext(9), await nameNext(9)]).toEqual(["fourth", null]);
});

test("a project's own number counts", async () => {
  const { taskId } = await ask("shop", "first", { sourceNumber: 1 });
  await ask("shop", "second", { sourceNumber: 2 });
  const set = "update agent_configs set github = $1 where project_id = (select project_id from repos where id = $2)";
  const { rows } = await db.pool.query("select repo_id from agent_tasks where id = $1", [taskId]);
  await db.pool.query(set, [{ maxParallel: 1 }, rows[0].repo_id]);
  expect([await nameNext(9), await nameNext(9)]).toEqual(["first", null]);
});

test("on one branch of a repository one task's agents work at a time, and the next begins once they have ended", async () => {
  const more = { branch: "next" };
  const asked = { more: { branch: null, asked: AskedWork.parse({ branch: "next" }) }, isDecided: false };
  await ask("shop", "first", { more });
  const second = await ask("shop", "second", asked);
  await ask("shop", "review", { more: { ...more, taskType: "pr_review" } });
  await ask("web", "of another", { more });
  await ask("shop", "elsewhere");
  const first = (await claimNext(9)) as Lease;
  expect([await nameNext(9), await nameNext(9), await nameNext(9)]).toEqual(["of another", "review", "elsewhere"]);
  expect(await listWaiting(second)).toEqual([["second", 0, 4]]);
  // What it works with may be decided, and it has no place by that.
  await executions.release((await claimNext(9)) as Lease);
  expect((await executions.get(second.executionId))?.placedAt).toBeNull();
  await executions.end(first, FAILED, {});
  expect(await nameNext(9)).toBe("second");
});

test("those that race for one task work on its branch at once", async () => {
  const { user, repo } = await storeRepo(db, { login: "shop", ...placeOf("shop") });
  const task = describeTask({ repoId: repo.id, assignedBy: user.id });
  const racers = [newExecution(task, randomUUID()), newExecution(task, randomUUID())];
  await tasks.create({ task, executions: racers, credentials: [], dedupeKey: null, actor: OWNER });
  const leases = [await claimNext(9), await claimNext(9)];
  expect(leases.map((lease) => lease?.executionId).toSorted()).toEqual(racers.map(({ id }) => id).toSorted());
});
