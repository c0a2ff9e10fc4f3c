import { type EventStore, type ExecutionEventBody, type Lease, NO_USAGE, type SourcedEvent } from "@catalyst/core";
import { afterAll, beforeAll, expect, test } from "vitest";
import type { ContractStores } from "../../testing/contract-stores.ts";

/** What every EventStore promises. */
export function eventStoreContract(openStores: () => Promise<ContractStores>): void {
  let stores: ContractStores;
  beforeAll(async () => {
    stores = await openStores();
  });
  afterAll(() => stores?.close());

  async function sourceNumbers(executionId: string): Promise<number[]> {
    const events = await stores.events.list({ executionId, afterNumber: 0, limit: 10_000 });
    expect(events.map(({ number }) => number)).toEqual(events.map((_, index) => index + 1));
    return events.map(({ sourceNumber }) => sourceNumber);
  }

  test("events that are sent twice are stored once", async () => {
    const { executionId } = await stores.storeTask();
    const { events } = stores;
    expect(await events.append({ executionId, writer: "w", events: logs(1, 3) })).toBe(3);
    expect(await events.append({ executionId, writer: "w", events: logs(1, 5) })).toBe(5);
    expect(await events.append({ executionId, writer: "w", events: [...logs(4, 6), ...logs(6, 6)] })).toBe(6);
    expect(await sourceNumbers(executionId)).toEqual([1, 2, 3, 4, 5, 6]);
  });

  test("what a worker tells is stored once, and from whoever has the execution alone", async () => {
    const { executionId } = await stores.storeTask();
    const { events, executions } = stores;
    const claimed = { executionId, workerId: "w", leaseSeconds: 60 };
    const lease = await executions.claim(claimed);
    const line = (text: string) => ({ type: "log", stream: "system", text }) as const;
    await events.tell(lease as Lease, line("It waits for \u0000 the gateway."));
    await events.tell(lease as Lease, line('It is "there".'));
    await events.tell(lease as Lease, line("It waits for \u0000 the gateway."));
    await stores.expireLease(executionId);
    const taken = await executions.claim(claimed);
    const refused = { code: "lease_lost" };
    await expect(events.tell(lease as Lease, line("It is gone."))).rejects.toMatchObject(refused);
    await events.tell(taken as Lease, line('It is "there".'));
    await events.record({ executionId, source: "gateway", body: line('It is "there".') });
    expect(await sourceNumbers(executionId)).toEqual([1, 2, 1]);
    const end = { state: "cancelled", failureReason: null, errorMessage: null, result: null } as const;
    await executions.end(taken as Lease, end, {});
    await expect(events.tell(taken as Lease, line("It is gone."))).rejects.toMatchObject(refused);
  });

  test("events beyond a gap are not taken, events out of order are put in order", async () => {
    const { executionId } = await stores.storeTask();
    const { events } = stores;
    expect(await events.append({ executionId, writer: "w", events: logs(2, 3) })).toBe(0);
    expect(
      await events.append({ executionId, writer: "w", events: [...logs(3, 3), ...logs(5, 6), ...logs(1, 2)] }),
    ).toBe(3);
    expect(await events.append({ executionId, writer: "w", events: [] })).toBe(3);
    expect(await sourceNumbers(executionId)).toEqual([1, 2, 3]);
  });

  test("each runner has numbers of its own, which no other can take", async () => {
    const { executionId } = await stores.storeTask();
    const { events } = stores;
    expect(await events.append({ executionId, writer: "first", events: logs(1, 3) })).toBe(3);
    expect(await events.append({ executionId, writer: "second", events: logs(1, 900) })).toBe(900);
    expect(await events.append({ executionId, writer: "first", events: logs(3, 5) })).toBe(5);
    expect((await sourceNumbers(executionId)).slice(-3)).toEqual([900, 4, 5]);
  });

  test("a full log counts what it leaves out in one event, goes on from the right number, and takes the agent's end", async () => {
    const { executionId } = await stores.storeTask();
    const events = stores.eventsWithin({ events: 40, bytes: 1_000_000 });
    expect(await events.append({ executionId, writer: "w", events: logs(1, 50) })).toBe(50);
    expect(await events.append({ executionId, writer: "w", events: logs(50, 60) })).toBe(60);
    const blocked = { type: "blocked", action: "push", reason: "no" } as const;
    await events.record({ executionId, source: "gateway", body: blocked });
    await events.record({ executionId, source: "gateway", body: blocked });
    expect(await events.append({ executionId, writer: "w", events: logs(61, 70) })).toBe(70);
    expect(await events.append({ executionId, writer: "w", events: [ENDED] })).toBe(71);
    expect(await events.append({ executionId, writer: "w", events: logs(72, 72) })).toBe(72);
    expect((await sourceNumbers(executionId)).slice(39)).toEqual([40, 70, 2, 71, 72]);
    const stored = await events.list({ executionId, afterNumber: 40, limit: 10 });
    const told = stored.map(({ body }) => (body.type === "left_out" ? body.events : body.type));
    expect(told).toEqual([30, 2, "agent_ended", 1]);
  });

  test("a log is full of bytes as well, and what it costs and how it ends is always told", async () => {
    const { executionId } = await stores.storeTask();
    const events = stores.eventsWithin({ events: 1000, bytes: 1000 });
    await events.append({ executionId, writer: "w", events: logs(1, 30) });
    const status = { type: "status", status: "failed", detail: "x".repeat(5000) } as const;
    await events.record({ executionId, source: "worker", body: status });
    const stored = await events.list({ executionId, afterNumber: 0, limit: 100 });
    expect(stored.map(({ body }) => body.type).slice(-2)).toEqual(["left_out", "status"]);
    expect(stored.length).toBeLessThan(15);
  });

  test("of what tells of the stages the last hundred are listed, in order, and nothing else", async () => {
    const { executionId } = await stores.storeTask();
    const { events } = stores;
    const hook = { type: "hook", name: "verify", phase: "ended", exitCode: 1, cache: null, output: "", commit: null };
    const bodies = Array.from({ length: 120 }, (_, index) => ({ ...hook, attempt: index + 1 }) as ExecutionEventBody);
    const sourced = bodies.map((body, index) => ({ sourceNumber: 2 * index + 1, at: new Date(), body }));
    const mixed = sourced.flatMap((event) => [event, ...logs(event.sourceNumber + 1, event.sourceNumber + 1)]);
    await events.append({ executionId, writer: "w", events: mixed });
    const listed = await events.listOfStages(executionId);
    expect(listed.map(({ body }) => body)).toEqual(bodies.slice(-100));
  });

  test("the newest are listed in order", async () => {
    const { executionId } = await stores.storeTask();
    const { events } = stores;
    await events.append({ executionId, writer: "w", events: logs(1, 9) });
    const listed = await events.listLatest({ executionId, limit: 3 });
    expect(listed.map(({ number }) => number)).toEqual([7, 8, 9]);
  });

  test("of tasks that go on the newest event that tells what they are at is had, and of others none", async () => {
    const [one, other] = [await stores.storeTask(), await stores.storeTask()];
    const { events } = stores;
    const say = (executionId: string, body: ExecutionEventBody) =>
      events.record({ executionId, source: "worker", body });
    const call = (summary: string) => ({ type: "tool_call", callId: "1", tool: "Bash", summary }) as const;
    expect(await events.listDoing([one.task.id])).toEqual([]);
    await say(one.executionId, call("npm ci"));
    await say(one.executionId, call("npm test"));
    await say(one.executionId, { type: "log", stream: "stdout", text: "ok" });
    const doing = await events.listDoing([one.task.id, other.task.id]);
    expect(doing).toMatchObject([{ taskId: one.task.id, event: { number: 2, body: call("npm test") } }]);
    await events.append({ executionId: one.executionId, writer: "w", events: logs(1, 250) });
    expect(await events.listDoing([one.task.id])).toEqual([]);
    expect(await events.listDoing([])).toEqual([]);
  });

  test("a text is found in what people read of events, in capitals or not, and as it is", async () => {
    const { executionId } = await stores.storeTask();
    const { events } = stores;
    const say = (body: ExecutionEventBody) => events.record({ executionId, source: "worker", body });
    await say({ type: "log", stream: "stderr", text: '100 %\nof \\ "it" FAILED' });
    await say({ type: "tool_call", callId: "failed-call", tool: "Bash", summary: "npm test" });
    await say({ type: "status", status: "failed", detail: "It Failed: 100x" });
    const find = async (text: string, more: Partial<Parameters<EventStore["find"]>[0]> = {}) =>
      events.find({ executionId, text, afterNumber: 0, upToNumber: 1000, limit: 10, ...more });
    expect(await find("failed")).toEqual({ numbers: [1, 3], lastNumber: 3 });
    expect((await find("failed", { types: ["status"] })).numbers).toEqual([3]);
    expect((await find("failed", { types: [] })).numbers).toEqual([]);
    expect((await find("failed", { limit: 1 })).numbers).toEqual([1]);
    expect((await find("failed", { afterNumber: 1 })).numbers).toEqual([3]);
    expect((await find("failed", { upToNumber: 2 })).numbers).toEqual([1]);
    expect((await find('of \\ "it"')).numbers).toEqual([1]);
    expect((await find("100 %")).numbers).toEqual([1]);
    expect((await find("bash")).numbers).toEqual([2]);
    expect((await find("tool_call")).numbers).toEqual([]);
    expect(
      await events.find({
        executionId: (await stores.storeTask()).executionId,
        text: "a",
        afterNumber: 0,
        upToNumber: 9,
        limit: 9,
      }),
    ).toEqual({ numbers: [], lastNumber: 0 });
  });

  test("what the requests of an execution came to is summed up as it is counted event by event", async () => {
    const [spending, other] = [await stores.storeTask(), await stores.storeTask()];
    const { events } = stores;
    expect(await events.totalUsage(spending.executionId)).toEqual(NO_USAGE);
    const usage = {
      inputTokens: 1000,
      cacheReadTokens: 400,
      cacheWriteTokens: 100,
      outputTokens: 50,
      reasoningTokens: 9,
    };
    const told = { type: "usage", provider: "anthropic", model: "m", usage } as const;
    const record = (executionId: string, costUsd: number | null, flags: { isAtMost?: true; isCovered?: true } = {}) =>
      events.record({
        ...{ executionId, source: "gateway" },
        body: { ...told, isAtMost: false, isCovered: false, ...flags, costUsd },
      });
    await events.append({ executionId: spending.executionId, writer: "w", events: logs(1, 5) });
    await record(spending.executionId, 0.5);
    await record(spending.executionId, 0.25, { isAtMost: true });
    await record(other.executionId, null);
    const total = {
      requests: 2,
      inputTokens: 3000,
      outputTokens: 100,
      costUsd: 0.75,
      isAtMost: true,
      isCovered: false,
    };
    expect(await events.totalUsage(spending.executionId)).toEqual(total);
    await record(spending.executionId, null, { isCovered: true });
    expect(await events.totalUsage(spending.executionId)).toMatchObject({
      requests: 3,
      costUsd: null,
      isCovered: true,
    });
  });

  test("many writers at once leave gapless numbers and every event once", async () => {
    const { executionId } = await stores.storeTask();
    const { events } = stores;
    await Promise.all([
      ...Array.from({ length: 10 }, () => events.append({ executionId, writer: "w", events: logs(1, 50) })),
      ...Array.from({ length: 10 }, (_, n) =>
        events.record({ executionId, source: "worker", body: { type: "status", status: `s${n}`, detail: null } }),
      ),
      ...Array.from({ length: 10 }, () =>
        events.record({ executionId, source: "gateway", body: { type: "blocked", action: "push", reason: "no" } }),
      ),
    ]);
    expect(await sourceNumbers(executionId)).toHaveLength(70);
  });
}

const ENDED: SourcedEvent = {
  sourceNumber: 71,
  at: new Date(),
  body: {
    type: "agent_ended",
    outcome: "completed",
    exitCode: 0,
    command: "true",
    summary: null,
    headCommit: null,
    sessionId: null,
    seconds: 1,
  },
};

export function logs(from: number, to: number): SourcedEvent[] {
  return Array.from({ length: to - from + 1 }, (_, index) => ({
    sourceNumber: from + index,
    at: new Date(),
    body: { type: "log", stream: "stdout", text: `line ${from + index}` },
  }));
}
