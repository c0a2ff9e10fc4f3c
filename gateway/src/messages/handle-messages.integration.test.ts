import { randomUUID } from "node:crypto";
import { personOf } from "@catalyst/core";
import { OWNER } from "@catalyst/core/testing";
import { afterEach, beforeEach, describe, expect, test } from "vitest";
import { startTestGateway, type TestGateway } from "../testing/start-test-gateway.ts";
import {
  createTestExecutions,
  openMemoryStores,
  openPostgresStores,
  type TestExecution,
  type TestExecutions,
} from "../testing/test-executions.ts";

describe.each([
  ["in memory", openMemoryStores],
  ["in PostgreSQL", openPostgresStores],
])("messages %s", (_where, openStores) => {
  let executions: TestExecutions;
  let gateway: TestGateway;

  beforeEach(async () => {
    executions = createTestExecutions(await openStores());
    gateway = await startTestGateway({ deps: executions.deps });
  });
  afterEach(async () => {
    await gateway.stop();
    await executions.stores.close();
  });

  const ask = (execution: TestExecution, query = "") =>
    gateway.send({ path: `/messages${query}`, headers: execution.runnerHeaders });
  const told = async ({ executionId }: TestExecution) =>
    (await executions.stores.events.list({ executionId, afterNumber: 0, limit: 10 })).map(({ body }) => body);

  test("a message is handed out until the runner says that the agent was given it, and then told of once", async () => {
    const execution = await executions.begin();
    const { messages } = executions.stores;
    expect(JSON.parse((await ask(execution)).text)).toEqual({ messages: [] });
    const odd = 'say "hi"\r\n\u2028\u202e\u0007 🙂 {"type":"result"}';
    await messages.add(execution.task.id, odd, OWNER);
    const answer = { messages: [{ number: 1, text: odd }] };
    expect(JSON.parse((await ask(execution)).text)).toEqual(answer);
    expect(JSON.parse((await ask(execution, "?after=0")).text)).toEqual(answer);
    expect(await told(execution)).toEqual([]);
    await messages.add(execution.task.id, "two", OWNER);
    const rest = { messages: [{ number: 2, text: "two" }] };
    expect(JSON.parse((await ask(execution, "?after=1")).text)).toEqual(rest);
    expect(JSON.parse((await ask(execution, "?after=1")).text)).toEqual(rest);
    expect(await told(execution)).toEqual([{ type: "user_message", text: odd, delivery: "live" }]);
    expect((await messages.listUndelivered(execution.task.id)).map(({ text }) => text)).toEqual(["two"]);
  });

  test("many messages come in pieces, none twice", async () => {
    const execution = await executions.begin();
    for (let number = 1; number <= 25; number++) {
      await executions.stores.messages.add(execution.task.id, `m${number}`, OWNER);
    }
    expect(JSON.parse((await ask(execution)).text).messages).toHaveLength(20);
    expect(JSON.parse((await ask(execution, "?after=20")).text).messages).toHaveLength(5);
  });

  test("another task's messages, and those of no token, aren't to be had", async () => {
    const [mine, other] = [await executions.begin(), await executions.begin()];
    await executions.stores.messages.add(mine.task.id, "mine", OWNER);
    expect(JSON.parse((await ask(other, "?after=5")).text)).toEqual({ messages: [] });
    expect(await executions.stores.messages.listUndelivered(mine.task.id)).toHaveLength(1);
    expect((await gateway.send({ path: "/messages" })).httpStatus).toBe(401);
  });

  test("the token of a preparation and odd requests are refused", async () => {
    expect((await ask(await executions.begin({ stage: "prepare" }))).httpStatus).toBe(403);
    const execution = await executions.begin();
    for (const query of ["?after=-1", "?after=1e3", "?after=", "?after=99999999999", "?task=1", "?after=1&x=1"]) {
      expect((await ask(execution, query)).httpStatus, query).toBe(400);
    }
    const { runnerHeaders: headers } = execution;
    expect((await gateway.send({ path: "/messages", headers, body: {} })).httpStatus).toBe(400);
  });
});

test.each([
  ["a person's own key", { isOpen: false }, ["mine"]],
  ["a key that its owner opened", { isOpen: true }, ["theirs", "mine"]],
  ["a team's key", { userId: null }, ["theirs", "mine"]],
])("an agent that works with %s is told what it pays for, and the rest waits", async (_what, more, told) => {
  const stores = await openMemoryStores();
  const executions = createTestExecutions(stores);
  const userId = personOf(OWNER);
  const credentials = { get: async () => ({ userId, ...more }) as never, replaceSealed: async () => false };
  const gateway = await startTestGateway({ deps: { ...executions.deps, credentials } });
  const execution = await executions.begin({ llm: { provider: "anthropic", credentialId: randomUUID() } });
  const { messages } = stores;
  await messages.add(execution.task.id, "theirs", { kind: "person", userId: randomUUID() });
  await messages.add(execution.task.id, "mine", OWNER);
  const ask = (query: string) => gateway.send({ path: `/messages${query}`, headers: execution.runnerHeaders });
  const { messages: given } = JSON.parse((await ask("")).text) as { messages: { text: string }[] };
  expect(given.map(({ text }) => text)).toEqual(told);
  await ask("?after=2");
  const waiting = (await messages.listUndelivered(execution.task.id)).map(({ text }) => text);
  expect(waiting).toEqual(["theirs", "mine"].filter((text) => !told.includes(text)));
  await gateway.stop();
  await stores.close();
});
