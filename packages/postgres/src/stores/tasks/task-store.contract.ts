import { randomUUID } from "node:crypto";
import { MAX_MESSAGES, type TaskEnd, type TaskFilter } from "@catalyst/core";
import { OWNER } from "@catalyst/core/testing";
import { afterAll, beforeAll, expect, test } from "vitest";
import type { ContractStores } from "../../testing/contract-stores.ts";
import { expectTold } from "../../testing/expect-told.ts";
import { newExecution } from "../../testing/stored-task.ts";

const cancelled: TaskEnd = { state: "cancelled", failureReason: null, errorMessage: null, result: null };

/** What every TaskStore promises. */
export function taskStoreContract(openStores: () => Promise<ContractStores>): void {
  let stores: ContractStores;
  beforeAll(async () => {
    stores = await openStores();
  });
  afterAll(async () => {
    await expectTold(stores);
    await stores.close();
  });

  async function end(executionId: string): Promise<void> {
    const lease = await stores.executions.claim({ executionId, workerId: "w", leaseSeconds: 60 });
    await stores.executions.end(lease ?? { executionId, epoch: 0 }, cancelled, {});
  }

  test("requests with one key are one task while it is unfinished, also when they come at once", async () => {
    const stored = await Promise.all(Array.from({ length: 8 }, () => stores.storeTask("issue 12")));
    expect(stored.filter(({ created }) => created)).toHaveLength(1);
    expect(new Set(stored.map(({ task }) => task.id)).size).toBe(1);
    await end(stored.find(({ created }) => created)?.executionId ?? "");
    expect((await stores.storeTask("issue 12")).created).toBe(true);
  });

  test("tasks are numbered one after the other, also when they come at once", async () => {
    const { task } = await stores.storeTask();
    const stored = await Promise.all(Array.from({ length: 6 }, () => stores.storeTask()));
    const numbers = stored.map((one) => one.task.number).toSorted((a, b) => a - b);
    expect(numbers).toEqual([1, 2, 3, 4, 5, 6].map((next) => task.number + next));
  });

  test("a task is found by its number and by the beginning of its id, in its project alone", async () => {
    const find = (reference: string, projects = stores.projects) => stores.tasks.find({ reference, projects });
    const { task } = await stores.storeTask();
    expect((await find(`#${task.number}`)).map(({ id }) => id)).toEqual([task.id]);
    expect((await find(String(task.number))).map(({ id }) => id)).toContain(task.id);
    expect((await find(task.id.slice(0, 8))).map(({ id }) => id)).toContain(task.id);
    expect(await find("#999999999")).toEqual([]);
    for (const reference of [String(task.number), task.id]) {
      expect(await find(reference, [randomUUID()])).toEqual([]);
      expect(await find(reference, [])).toEqual([]);
    }
  });

  test("tasks are counted as they are listed, and no further than is asked", async () => {
    for (const _ of [1, 2, 3]) {
      await stores.storeTask();
    }
    const filter: TaskFilter = { projects: stores.projects, statuses: ["pending"], limit: 1000 };
    const listed = await stores.tasks.list(filter);
    expect(listed.length).toBeGreaterThanOrEqual(3);
    expect(await stores.tasks.count(filter)).toBe(listed.length);
    expect(await stores.tasks.count({ ...filter, limit: 2 })).toBe(2);
    expect(await stores.tasks.count({ ...filter, projects: [randomUUID()] })).toBe(0);
    expect(await stores.tasks.count({ ...filter, text: "no title has this" })).toBe(0);
  });

  test("a wish to cancel is marked once, and does nothing to a task that has ended", async () => {
    const { task } = await stores.storeTask();
    const asked = await stores.tasks.requestCancel(task.id, OWNER);
    expect(asked?.cancelRequestedAt).toBeInstanceOf(Date);
    expect((await stores.tasks.requestCancel(task.id, OWNER))?.cancelRequestedAt).toEqual(asked?.cancelRequestedAt);
    const ended = await stores.storeTask();
    await end(ended.executionId);
    const refused = await stores.tasks.requestCancel(ended.task.id, OWNER);
    expect(refused).toMatchObject({ status: "cancelled", cancelRequestedAt: null });
    expect(await stores.tasks.requestCancel(randomUUID(), OWNER)).toBeNull();
  });

  test("who stopped a task is kept with the wish, in one change", async () => {
    const { task } = await stores.storeTask();
    const ending = { why: "stopped", by: { name: "ada", isOfForge: false } } as const;
    const before = (await stores.changes.list({ taskId: task.id, afterNumber: 0, limit: 100 })).length;
    expect(await stores.tasks.requestCancel(task.id, OWNER, { ending })).toMatchObject({ ending });
    await stores.tasks.requestCancel(task.id, OWNER, { ending: { why: "stopped", by: null } });
    const told = await stores.changes.list({ taskId: task.id, afterNumber: before, limit: 100 });
    expect(told.map(({ body }) => body)).toEqual([{ type: "cancel_asked" }]);
    expect(await stores.tasks.get(task.id)).toMatchObject({ ending });
  });

  test("a task whose repository is lost is marked so, unless somebody wished its end before", async () => {
    const why = { isRepositoryLost: true };
    const { task } = await stores.storeTask();
    expect(await stores.tasks.requestCancel(task.id, OWNER, why)).toMatchObject(why);
    const { task: other } = await stores.storeTask();
    await stores.tasks.requestCancel(other.id, OWNER);
    expect(await stores.tasks.requestCancel(other.id, OWNER, why)).toMatchObject({ isRepositoryLost: false });
  });

  test("what ends a task is kept with it, told by the feed, and gone once it goes on", async () => {
    const { task, executionId } = await stores.storeTask();
    const closed = { why: "closed", by: { name: "ada", isOfForge: true } } as const;
    expect(await stores.tasks.noteEnding(task.id, OWNER, closed)).toMatchObject({ status: "pending", ending: closed });
    const merged = { why: "merged", by: null } as const;
    await end(executionId);
    expect(await stores.tasks.noteEnding(task.id, OWNER, merged)).toMatchObject({ ending: merged });
    const told = await stores.changes.list({ taskId: task.id, afterNumber: 0, limit: 100 });
    expect(told.map(({ body }) => body)).toEqual(
      expect.arrayContaining([
        { type: "ending_noted", why: "closed" },
        { type: "ending_noted", why: "merged" },
      ]),
    );
    const execution = newExecution(task, randomUUID());
    const again = { taskId: task.id, from: ["cancelled"] as const, execution, credentials: [], patch: {}, changes: [] };
    expect(await stores.tasks.continue({ ...again, actor: OWNER })).toMatchObject({ status: "pending", ending: null });
    expect(await stores.tasks.noteEnding(randomUUID(), OWNER, merged)).toBeNull();
  });

  test("what is said with a further execution is stored with it or not at all", async () => {
    const { task, executionId } = await stores.storeTask();
    const text = "Delete nothing";
    const say = (message: string) =>
      stores.tasks.continue({
        ...{
          taskId: task.id,
          from: ["cancelled"],
          execution: newExecution(task, randomUUID()),
          message: { text: message },
        },
        ...{ credentials: [], patch: {}, changes: [], actor: OWNER },
      });
    expect(await say(text)).toBeNull();
    await end(executionId);
    const went = await Promise.all([say(text), say(text), say(text)]);
    expect(went.filter((one) => one !== null)).toHaveLength(1);
    expect(await stores.messages.listUndelivered(task.id)).toMatchObject([{ number: 1, text, sentBy: OWNER }]);
    const all = await stores.executions.listForTask(task.id);
    await end(all.at(-1)?.id ?? "");
    for (let number = 2; number <= MAX_MESSAGES.waiting; number += 1) {
      await stores.messages.add(task.id, text, OWNER);
    }
    await expect(say("one too many")).rejects.toMatchObject({ code: "conflict", way: { kind: "see_task" } });
    expect(await stores.tasks.get(task.id)).toMatchObject({ status: "cancelled" });
    expect(await stores.executions.listForTask(task.id)).toHaveLength(all.length);
  });

  test("a task that has ended is archived once, and then listed among those alone, until it is put back", async () => {
    const { task, executionId } = await stores.storeTask();
    const { id } = task;
    const isListed = async (filter: Partial<TaskFilter>) =>
      (await stores.tasks.list({ projects: stores.projects, limit: 1000, ...filter })).some((one) => one.id === id);
    const set = (isArchived: boolean) => stores.tasks.setArchived(id, OWNER, isArchived);
    expect(await set(true)).toMatchObject({ status: "pending", archivedAt: null });
    await end(executionId);
    const before = (await stores.changes.list({ taskId: id, afterNumber: 0, limit: 100 })).length;
    const archived = await set(true);
    expect(archived?.archivedAt).toBeInstanceOf(Date);
    expect(await set(true)).toEqual(archived);
    expect([await isListed({}), await isListed({ isArchived: true })]).toEqual([false, true]);
    expect(await set(false)).toMatchObject({ archivedAt: null });
    await set(false);
    expect([await isListed({}), await isListed({ isArchived: true })]).toEqual([true, false]);
    const told = await stores.changes.list({ taskId: id, afterNumber: before, limit: 100 });
    expect(told.map(({ body }) => body)).toEqual([
      { type: "archived", isArchived: true },
      { type: "archived", isArchived: false },
    ]);
    expect(await stores.tasks.setArchived(randomUUID(), OWNER, true)).toBeNull();
  });

  test("an archived task that goes on is in the lists again", async () => {
    const { task, executionId } = await stores.storeTask();
    await end(executionId);
    await stores.tasks.setArchived(task.id, OWNER, true);
    const execution = newExecution(task, randomUUID());
    const again = { taskId: task.id, from: ["cancelled"] as const, execution, credentials: [], patch: {}, changes: [] };
    expect(await stores.tasks.continue({ ...again, actor: OWNER })).toMatchObject({ archivedAt: null });
  });

  test("the newest tasks are listed first", async () => {
    const [first, second] = [await stores.storeTask(), await stores.storeTask()];
    const newest = await stores.tasks.list({ projects: stores.projects, limit: 2 });
    expect(await stores.tasks.list({ projects: [randomUUID()], limit: 2 })).toEqual([]);
    expect(newest.map(({ id }) => id)).toEqual([second.task.id, first.task.id]);
    expect(newest[0]).toMatchObject({ title: second.task.contextPayload.title, status: "pending" });
    expect(newest[0]).not.toHaveProperty("contextPayload");
  });

  test("tasks are listed by repository, by who asked and by what stands in the title", async () => {
    const { task } = await stores.storeTask();
    const count = async (filter: Partial<TaskFilter>) => {
      const found = await stores.tasks.list({ projects: stores.projects, limit: 1000, ...filter });
      return found.filter(({ id }) => id === task.id).length;
    };
    const { title } = task.contextPayload;
    for (const filter of [
      { repo: task.repoId },
      { repo: stores.repo.name },
      { repo: stores.repo.url },
      { repo: stores.repo.url.slice(1) },
      { assignedBy: task.assignedBy },
      { agentType: task.agentType as string },
      { text: title.slice(1).toUpperCase() },
    ]) {
      expect(await count(filter), JSON.stringify(filter)).toBe(1);
    }
    for (const filter of [
      { repo: stores.repo.url.slice(2) },
      { repo: stores.repo.name.slice(1) },
      { repo: "%" },
      { assignedBy: randomUUID() },
      { agentType: `${task.agentType}x` },
      { text: `${title}%` },
      { text: "_" },
      { text: "\\" },
    ]) {
      expect(await count(filter), JSON.stringify(filter)).toBe(0);
    }
  });

  test("a retried task has both executions, the oldest first, and starts anew", async () => {
    const { task, executionId } = await stores.storeTask();
    const second = newExecution(task);
    const from = ["failed", "cancelled"] as const;
    const retry = () =>
      stores.tasks.continue({
        taskId: task.id,
        from,
        execution: second,
        credentials: [],
        patch: {},
        actor: OWNER,
        changes: [],
      });
    expect(await retry()).toBeNull();
    await end(executionId);
    expect(await retry()).toMatchObject({ status: "pending", errorMessage: null, completedAt: null });
    const executions = await stores.executions.listForTask(task.id);
    expect(executions.map(({ id }) => id)).toEqual([executionId, second.id]);
  });
}
