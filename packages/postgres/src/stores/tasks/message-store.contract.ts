import { randomUUID } from "node:crypto";
import { MAX_EVENT_TEXT_LENGTH } from "@catalyst/core";
import { OWNER } from "@catalyst/core/testing";
import { afterAll, beforeAll, expect, test } from "vitest";
import type { ContractStores } from "../../testing/contract-stores.ts";
import { expectTold } from "../../testing/expect-told.ts";

/** What every MessageStore promises. */
export function messageStoreContract(openStores: () => Promise<ContractStores>): void {
  let stores: ContractStores;
  beforeAll(async () => {
    stores = await openStores();
  });
  afterAll(async () => {
    await expectTold(stores);
    await stores.close();
  });

  async function told(executionId: string): Promise<unknown[]> {
    const events = await stores.events.list({ executionId, afterNumber: 0, limit: 1000 });
    return events.map(({ body }) => body).filter(({ type }) => type === "user_message");
  }

  test("a task's messages are numbered from 1, also when they come at once, and no other task has them", async () => {
    const { messages } = stores;
    const [mine, other] = [await stores.storeTask(), await stores.storeTask()];
    const added = await Promise.all(Array.from({ length: 10 }, (_, n) => messages.add(mine.task.id, `m${n}`, OWNER)));
    expect(added.map((message) => message?.number ?? 0).toSorted((a, b) => a - b)).toEqual([
      1, 2, 3, 4, 5, 6, 7, 8, 9, 10,
    ]);
    expect((await messages.listUndelivered(mine.task.id)).map(({ number }) => number)).toEqual([
      1, 2, 3, 4, 5, 6, 7, 8, 9, 10,
    ]);
    expect(await messages.listUndelivered(other.task.id)).toEqual([]);
  });

  test("a message that the same request says again, also at once, is stored and told of once, and is what became of it", async () => {
    const { messages } = stores;
    const { task, executionId } = await stores.storeTask();
    const onceId = randomUUID();
    const say = () => messages.add(task.id, { text: "one", onceId }, OWNER);
    expect((await Promise.all([say(), say(), say()])).map((message) => message?.number)).toEqual([1, 1, 1]);
    await messages.takeUndelivered({ taskId: task.id, executionId });
    expect(await say()).toMatchObject({ number: 1, deliveredTo: executionId });
    expect(await messages.findSaid(task.id, onceId)).toMatchObject({ number: 1, deliveredTo: executionId });
    expect(await messages.findSaid(task.id, randomUUID())).toBeNull();
    expect(await messages.listUndelivered(task.id)).toEqual([]);
    const other = await stores.storeTask();
    expect(await messages.findSaid(other.task.id, onceId)).toBeNull();
    expect(await messages.add(other.task.id, { text: "one", onceId }, OWNER)).toMatchObject({ deliveredTo: null });
    expect(await messages.add(task.id, { text: "one", onceId: randomUUID() }, OWNER)).toMatchObject({ number: 2 });
  });

  test("messages for a turn are taken once, told as events, and stay to be read by that execution", async () => {
    const { messages } = stores;
    const { task, executionId } = await stores.storeTask();
    await messages.add(task.id, "one", OWNER);
    await messages.add(task.id, "two", OWNER);
    const asked = Array.from({ length: 5 }, () => messages.takeUndelivered({ taskId: task.id, executionId }));
    expect((await Promise.all(asked)).flat().map(({ text }) => text)).toEqual(["one", "two"]);
    expect(await messages.listUndelivered(task.id)).toEqual([]);
    expect(await messages.listDelivered(executionId)).toMatchObject([
      { number: 1, text: "one", deliveredTo: executionId },
      { number: 2, text: "two", deliveredTo: executionId },
    ]);
    expect(await told(executionId)).toEqual([
      { type: "user_message", text: "one", delivery: "turn" },
      { type: "user_message", text: "two", delivery: "turn" },
    ]);
  });

  test("a message says of which failed checks it is, or of none", async () => {
    const { messages } = stores;
    const { task } = await stores.storeTask();
    const checks = { names: ["lint"], round: 1, rounds: 3 };
    await messages.add(task.id, { text: "one", checks }, OWNER);
    await messages.add(task.id, "two", OWNER);
    expect(await messages.listUndelivered(task.id)).toMatchObject([{ checks }, { checks: null }]);
  });

  test("a message says in which threads it is answered, or that it is in none", async () => {
    const { messages } = stores;
    const { task, executionId } = await stores.storeTask();
    const threads = { number: 7, comments: ["501", "502"] };
    await messages.add(task.id, { text: "one", threads }, OWNER);
    await messages.add(task.id, "two", OWNER);
    await messages.takeUndelivered({ taskId: task.id, executionId });
    expect(await messages.listDelivered(executionId)).toMatchObject([{ threads }, { threads: null }]);
  });

  test("what a running agent was given is told once, and what came after it waits on", async () => {
    const { messages } = stores;
    const { task, executionId } = await stores.storeTask();
    await messages.add(task.id, "one", OWNER);
    await messages.add(task.id, "two", OWNER);
    const confirm = () => messages.confirmDelivered({ taskId: task.id, executionId, numbers: [1] });
    await Promise.all([confirm(), confirm(), confirm()]);
    expect((await messages.listUndelivered(task.id)).map(({ text }) => text)).toEqual(["two"]);
    expect(await told(executionId)).toEqual([{ type: "user_message", text: "one", delivery: "live" }]);
  });

  test("a message that is longer than an event may be is delivered whole and told of cut", async () => {
    const { messages } = stores;
    const { task, executionId } = await stores.storeTask();
    const text = "x".repeat(MAX_EVENT_TEXT_LENGTH + 1);
    await messages.add(task.id, text, OWNER);
    expect(await messages.takeUndelivered({ taskId: task.id, executionId })).toMatchObject([{ text }]);
    expect(await told(executionId)).toEqual([{ type: "user_message", text: text.slice(1), delivery: "turn" }]);
  });

  test("a task has so many messages and no more, and so many that wait", async () => {
    const messages = stores.messagesWithin({ waiting: 2, all: 3 });
    const { task, executionId } = await stores.storeTask();
    const added = await Promise.all(Array.from({ length: 5 }, (_, n) => messages.add(task.id, `m${n}`, OWNER)));
    expect(added.filter((message) => message !== null)).toHaveLength(2);
    expect(await messages.listUndelivered(task.id)).toHaveLength(2);
    await messages.takeUndelivered({ taskId: task.id, executionId });
    expect(await messages.add(task.id, "the last", OWNER)).toMatchObject({ number: 3 });
    await messages.takeUndelivered({ taskId: task.id, executionId });
    expect(await messages.add(task.id, "one too many", OWNER)).toBeNull();
    expect(await stores.messages.add((await stores.storeTask()).task.id, "of another task", OWNER)).not.toBeNull();
  });

  test("a message may hold any characters", async () => {
    const { messages } = stores;
    const { task, executionId } = await stores.storeTask();
    const text = 'quotes " \' \\ `$(x)`\r\n\u2028\u202e\u0007 🙂 --resume {"type":"result"}';
    await messages.add(task.id, text, OWNER);
    expect(await messages.takeUndelivered({ taskId: task.id, executionId })).toMatchObject([{ text }]);
  });
}
