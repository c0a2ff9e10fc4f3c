import { randomUUID } from "node:crypto";
import type { AgentTask, Lease, TaskChangeBody, TaskEnd } from "@catalyst/core";
import { OWNER } from "@catalyst/core/testing";
import { afterAll, beforeAll, expect, test } from "vitest";
import type { ContractStores } from "../testing/contract-stores.ts";
import { newExecution } from "../testing/stored-task.ts";

const ended = { failureReason: null, errorMessage: null, result: null } as const;
const failed: TaskEnd = { ...ended, state: "failed", failureReason: "agent_failed", errorMessage: "it gave up" };

/** What every TaskChangeStore promises, and every store that writes what it tells of. */
export function taskChangeStoreContract(openStores: () => Promise<ContractStores>): void {
  let stores: ContractStores;
  beforeAll(async () => {
    stores = await openStores();
  });
  afterAll(() => stores?.close());

  async function claim(executionId: string): Promise<Lease> {
    return (await stores.executions.claim({ executionId, workerId: "w", leaseSeconds: 60 })) as Lease;
  }

  /** What the feed tells of a task after the number; numbers have no gap. */
  async function told(taskId: string, afterNumber = 0) {
    const changes = await stores.changes.list({ taskId, afterNumber, limit: 1000 });
    expect(changes.map(({ number }) => number)).toEqual(changes.map((_, index) => afterNumber + index + 1));
    return changes.map(({ actor, body }) => ({ by: actor?.kind ?? null, ...body }));
  }

  function goOn(task: AgentTask, from: AgentTask["status"], changes: TaskChangeBody[]) {
    const execution = newExecution(task);
    const input = { taskId: task.id, from: [from], execution, credentials: [], patch: {}, actor: OWNER, changes };
    return stores.tasks.continue(input).then((continued) => ({ continued, executionId: execution.id }));
  }

  test("a task's life is told from its beginning to its end, with who did what", async () => {
    const { task, executionId } = await stores.storeTask();
    const lease = await claim(executionId);
    await stores.executions.move(lease, "provisioning", {});
    await stores.executions.move(lease, "provisioning", { agentCommand: "claude -p" });
    await stores.executions.move(lease, "running", {});
    await stores.executions.end(lease, failed, {});
    const retried = await goOn(task, "failed", [{ type: "retry_asked" }]);
    const added = { agentType: null, model: null, purpose: "work" };
    expect(await told(task.id)).toEqual([
      { by: "machine_owner", type: "created" },
      { by: "machine_owner", type: "execution_added", executionId, ...added },
      { by: null, type: "execution_moved", executionId, state: "provisioning" },
      { by: null, type: "status", status: "provisioning", failureReason: null },
      { by: null, type: "execution_moved", executionId, state: "running" },
      { by: null, type: "status", status: "running", failureReason: null },
      { by: null, type: "execution_ended", executionId, state: "failed", failureReason: "agent_failed" },
      { by: null, type: "status", status: "failed", failureReason: "agent_failed" },
      { by: "machine_owner", type: "retry_asked" },
      { by: "machine_owner", type: "execution_added", executionId: retried.executionId, ...added },
      { by: "machine_owner", type: "status", status: "pending", failureReason: null },
    ]);
  });

  test("what is refused or comes to nothing tells nothing", async () => {
    const { task, executionId } = await stores.storeTask("once");
    const before = (await told(task.id)).length;
    await stores.storeTask("once");
    expect((await goOn(task, "failed", [{ type: "retry_asked" }])).continued).toBeNull();
    await expect(stores.executions.move({ executionId, epoch: 7 }, "provisioning", {})).rejects.toThrow();
    await expect(stores.executions.move(await claim(executionId), "running", {})).rejects.toThrow();
    await stores.retained.forgetRef(executionId);
    await stores.messages.takeUndelivered({ taskId: task.id, executionId });
    expect(await told(task.id, before)).toEqual([]);
  });

  test("a wish to cancel is told once, with the end of a task that waits", async () => {
    const { task, executionId } = await stores.storeTask();
    const lease = await claim(executionId);
    await stores.executions.move(lease, "provisioning", {});
    await stores.executions.move(lease, "running", {});
    const plan = { markdown: "Do it.", executionId, approvedAt: null, isEdited: false };
    await stores.executions.end(lease, { ...ended, state: "awaiting_approval", plan }, {});
    const before = (await told(task.id)).length;
    expect((await told(task.id)).slice(-3).map(({ type }) => type)).toEqual(["execution_ended", "plan_made", "status"]);
    await stores.tasks.requestCancel(task.id, OWNER);
    await stores.tasks.requestCancel(task.id, OWNER);
    expect(await told(task.id, before)).toEqual([
      { by: "machine_owner", type: "cancel_asked" },
      { by: "machine_owner", type: "status", status: "cancelled", failureReason: null },
    ]);
  });

  test("a message is told by its number when it is added and when it is delivered", async () => {
    const { task, executionId } = await stores.storeTask();
    const before = (await told(task.id)).length;
    await stores.messages.add(task.id, "one", OWNER);
    await stores.messages.add(task.id, "two", OWNER);
    await stores.messages.confirmDelivered({ taskId: task.id, executionId, numbers: [1] });
    await stores.messages.takeUndelivered({ taskId: task.id, executionId });
    expect(await told(task.id, before)).toEqual([
      { by: "machine_owner", type: "message_added", number: 1 },
      { by: "machine_owner", type: "message_added", number: 2 },
      { by: null, type: "message_delivered", number: 1, executionId, delivery: "live" },
      { by: null, type: "message_delivered", number: 2, executionId, delivery: "turn" },
    ]);
  });

  test("the changes of all tasks are listed in one order, page by page, from any position", async () => {
    const start = await stores.changes.newestPosition();
    const first = await stores.storeTask();
    const second = await stores.storeTask();
    await stores.messages.add(first.task.id, "one", OWNER);
    const all = await stores.changes.listOfProjects({ projects: stores.projects, afterPosition: start, limit: 100 });
    expect(all.map(({ taskId, number }) => [taskId, number])).toEqual([
      [first.task.id, 1],
      [first.task.id, 2],
      [second.task.id, 1],
      [second.task.id, 2],
      [first.task.id, 3],
    ]);
    const page = await stores.changes.listOfProjects({
      projects: stores.projects,
      afterPosition: all[0]?.position ?? 0,
      limit: 2,
    });
    expect(page).toEqual(all.slice(1, 3));
    expect(await stores.changes.listOfProjects({ projects: [randomUUID()], afterPosition: 0, limit: 2 })).toEqual([]);
    expect(await stores.changes.newestPosition()).toBe(all.at(-1)?.position);
    expect(await stores.changes.list({ taskId: randomUUID(), afterNumber: 0, limit: 10 })).toEqual([]);
  });

  test("changes of one task that come at once are all told, without a gap", async () => {
    const { task } = await stores.storeTask();
    await Promise.all(Array.from({ length: 20 }, (_, n) => stores.messages.add(task.id, `m${n}`, OWNER)));
    expect(await told(task.id)).toHaveLength(22);
  });

  test("who subscribes hears of each task that changes, and of none after it stopped", async () => {
    const heard: (string | null)[] = [];
    const stop = await stores.changes.subscribe((taskId) => void heard.push(taskId));
    const { task } = await stores.storeTask();
    await expect.poll(() => heard).toContain(task.id);
    stop();
    const other = await stores.storeTask();
    await stores.messages.add(task.id, "one", OWNER);
    await stores.changes.newestPosition();
    expect(heard).not.toContain(other.task.id);
  });
}
