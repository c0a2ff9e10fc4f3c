import { OWNER } from "@catalyst/core/testing";
import { afterAll, beforeAll, expect, test } from "vitest";
import type { ContractStores } from "../../testing/contract-stores.ts";
import { newExecution, type StoredTask } from "../../testing/stored-task.ts";

/** What every SessionStore promises. */
export function sessionStoreContract(openStores: () => Promise<ContractStores>): void {
  let stores: ContractStores;
  beforeAll(async () => {
    stores = await openStores();
  });
  afterAll(() => stores?.close());

  async function end(executionId: string): Promise<void> {
    const lease = await stores.executions.claim({ executionId, workerId: "w", leaseSeconds: 60 });
    const failed = { state: "failed", failureReason: "agent_failed", errorMessage: null, result: null } as const;
    await stores.executions.end(lease ?? { executionId, epoch: 0 }, failed, {});
  }

  /** Ends the execution and adds one that goes on from it. */
  async function goOn(task: StoredTask["task"], from: string, agentType = task.agentType): Promise<string> {
    await end(from);
    const execution = { ...newExecution(task), agentType, continuesId: from };
    const input = { taskId: task.id, credentials: [], patch: {}, actor: OWNER, changes: [], execution };
    expect(await stores.tasks.continue({ ...input, from: ["failed"] })).not.toBeNull();
    return execution.id;
  }

  test("what an execution saved is found by the one that goes on from it, byte for byte", async () => {
    const { sessions } = stores;
    const { task, executionId } = await stores.storeTask();
    const content = Buffer.from(Array.from({ length: 1024 }, (_, index) => index % 256));
    expect(await sessions.has(executionId)).toBe(false);
    expect(await sessions.save(executionId, Buffer.from("first"))).toBe(true);
    expect(await sessions.save(executionId, content)).toBe(true);
    expect(await sessions.has(executionId)).toBe(true);
    expect(await sessions.findFor(await goOn(task, executionId))).toEqual(content);
  });

  test("an execution of another task, or with another agent, finds none", async () => {
    const { sessions } = stores;
    const [mine, other] = [await stores.storeTask(), await stores.storeTask()];
    await sessions.save(mine.executionId, Buffer.from("mine"));
    expect(await sessions.findFor(await goOn(mine.task, mine.executionId, "codex-cli"))).toBeNull();
    expect(await sessions.findFor(await goOn({ ...mine.task, id: other.task.id }, other.executionId))).toBeNull();
    const foreign = { ...newExecution(other.task), continuesId: mine.executionId };
    const last = (await stores.executions.listForTask(other.task.id)).at(-1)?.id ?? "";
    await end(last);
    const input = { taskId: other.task.id, credentials: [], patch: {}, actor: OWNER, changes: [], execution: foreign };
    await stores.tasks.continue({ ...input, from: ["failed"] });
    expect(await sessions.findFor(foreign.id)).toBeNull();
  });

  test("an execution that has ended, or never was, saves nothing", async () => {
    const { executionId } = await stores.storeTask();
    await end(executionId);
    expect(await stores.sessions.save(executionId, Buffer.from("late"))).toBe(false);
    expect(await stores.sessions.has(executionId)).toBe(false);
    expect(await stores.sessions.save(crypto.randomUUID(), Buffer.from("never"))).toBe(false);
  });

  test("an execution that has saved one finds its own, in whatever environment it goes on", async () => {
    const { sessions } = stores;
    const { task, executionId } = await stores.storeTask();
    await sessions.save(executionId, Buffer.from("before"));
    const next = await goOn(task, executionId);
    await sessions.save(next, Buffer.from("own"));
    expect(await sessions.findFor(next)).toEqual(Buffer.from("own"));
  });

  test("sessions that nothing goes on from any more are dropped, and the one right before is kept", async () => {
    const { sessions } = stores;
    const { task, executionId: first } = await stores.storeTask();
    await sessions.save(first, Buffer.from("1"));
    const second = await goOn(task, first);
    await sessions.save(second, Buffer.from("2"));
    expect(await sessions.has(first)).toBe(true);
    const third = await goOn(task, second);
    await sessions.save(third, Buffer.from("3"));
    expect(await Promise.all([first, second, third].map(sessions.has))).toEqual([false, true, true]);
  });
}
