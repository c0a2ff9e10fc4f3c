import { randomUUID } from "node:crypto";
import type { Reservation, Spending, UsageEvent } from "@catalyst/core";
import { afterEach, beforeEach, expect, test } from "vitest";
import type { ContractStores } from "../../testing/contract-stores.ts";
import { newExecution } from "../../testing/stored-task.ts";

const NOTHING: Spending = { usd: 0, tokens: 0 };

/** What every BudgetStore promises. */
export function budgetStoreContract(openStores: () => Promise<ContractStores>): void {
  let stores: ContractStores;
  beforeEach(async () => {
    stores = await openStores();
  });
  afterEach(() => stores?.close());

  const gatewayId = randomUUID();

  function reserve(executionId: string, estimate: Partial<Spending> = {}, by = gatewayId): Promise<Reservation> {
    return stores.budgets.reserve({
      ...{ executionId, gatewayId: by, credential: null },
      estimate: { ...NOTHING, ...estimate },
    });
  }

  function settle(executionId: string, reservationId: string, came: Spending & { usage?: UsageEvent }): Promise<void> {
    const { usage = null, ...spent } = came;
    return stores.budgets.settle({ reservationId, executionId, gatewayId, spent, usage });
  }

  async function grant(executionId: string, estimate: Partial<Spending> = {}, by = gatewayId): Promise<string> {
    const reservation = await reserve(executionId, estimate, by);
    if (reservation.kind !== "granted") {
      throw new Error(`not granted: ${JSON.stringify(reservation)}`);
    }
    return reservation.id;
  }

  async function spend(executionId: string, spent: Partial<Spending>): Promise<void> {
    await settle(executionId, await grant(executionId), { ...NOTHING, ...spent });
  }

  test("without a limit everything is granted, and what was spent is known", async () => {
    const { executionId, task } = await stores.storeTask();
    await spend(executionId, { usd: 1000, tokens: 5_000_000_000 });
    await spend(executionId, { usd: 0.25, tokens: 1 });
    expect(await reserve(executionId)).toMatchObject({ kind: "granted", nearlySpent: [] });
    expect(await stores.budgets.spent(task.id)).toEqual({
      spent: { usd: 1000.25, tokens: 5_000_000_001 },
      limits: [],
      threshold: { scope: "task", unit: "tokens", limit: 5_000_000, spent: 5_000_000_001 },
      onExceeded: "pause",
    });
  });

  test("what was spent is summed up by days, in the projects that are asked for, without what is reserved", async () => {
    const { executionId } = await stores.storeTask();
    await spend(executionId, { usd: 1, tokens: 10 });
    await stores.ageSpendings(3 * 86_400);
    await spend(executionId, { usd: 2, tokens: 20 });
    await spend(executionId, { usd: 3, tokens: 30 });
    await grant(executionId, { usd: 100 });
    const since = (days: number) => new Date(Date.now() - days * 86_400_000);
    const { projects } = stores;
    const [before, today] = await stores.budgets.spentByDay({ projects, since: since(5) });
    expect(before).toMatchObject({ requests: 1, usd: 1, tokens: 10 });
    expect(today).toMatchObject({ requests: 2, usd: 5, tokens: 50 });
    expect(Date.parse(today?.day ?? "") - Date.parse(before?.day ?? "")).toBe(3 * 86_400_000);
    expect(await stores.budgets.spentByDay({ projects, since: since(1) })).toEqual([today]);
    expect(await stores.budgets.spentByDay({ projects: [randomUUID()], since: since(5) })).toEqual([]);
    expect(await stores.budgets.spentByDay({ projects: [], since: since(5) })).toEqual([]);
  });

  test("what tasks have spent is summed up for many at once, without what is reserved and those that spent nothing", async () => {
    const [first, second, silent] = [await stores.storeTask(), await stores.storeTask(), await stores.storeTask()];
    await spend(first.executionId, { usd: 1 });
    await spend(first.executionId, { usd: 0.5 });
    await grant(first.executionId, { usd: 100 });
    await spend(second.executionId, { usd: 2 });
    await spend(silent.executionId, { tokens: 5 });
    const [one, other] = [first.task.id, second.task.id];
    expect(await stores.budgets.spentByTask([one, other, silent.task.id, randomUUID()])).toEqual(
      new Map([
        [one, 1.5],
        [other, 2],
      ]),
    );
    expect(await stores.budgets.spentByTask([other])).toEqual(new Map([[other, 2]]));
    expect(await stores.budgets.spentByTask([])).toEqual(new Map());
  });

  test.each(["execution", "task", "project", "day"] as const)(
    "a %s that has spent its limit gets no more, in dollars or tokens",
    async (scope) => {
      const { executionId } = await stores.storeTask();
      await stores.limitProject({ [scope]: { usd: 1, tokens: 100 } });
      await spend(executionId, { usd: 0.4, tokens: 30 });
      await spend(executionId, { usd: 0.5, tokens: 70 });
      const tokens = { scope, unit: "tokens", limit: 100, spent: 100 };
      expect(await reserve(executionId)).toEqual({ kind: "refused", exceeded: tokens });
      await stores.limitProject({ [scope]: { usd: 0.9 } });
      expect(await reserve(executionId)).toMatchObject({
        kind: "refused",
        exceeded: { scope, unit: "usd", limit: 0.9 },
      });
      await stores.limitProject({ [scope]: { usd: 1.5 } });
      expect(await reserve(executionId)).toMatchObject({ kind: "granted" });
    },
  );

  test("a scope counts what is in it and nothing else", async () => {
    const first = await stores.storeTask();
    const second = await stores.storeTask();
    await spend(first.executionId, { tokens: 100 });
    for (const scope of ["execution", "task"]) {
      await stores.limitProject({ [scope]: { tokens: 100 } });
      expect(await reserve(first.executionId)).toMatchObject({ kind: "refused" });
      expect(await reserve(second.executionId)).toMatchObject({ kind: "granted" });
    }
    for (const scope of ["project", "day"]) {
      await stores.limitProject({ [scope]: { tokens: 100 } });
      expect(await reserve(second.executionId)).toMatchObject({ kind: "refused", exceeded: { scope, spent: 100 } });
    }
    expect((await stores.budgets.spent(second.task.id)).spent).toEqual(NOTHING);
  });

  test("a day is the last 24 hours, a project's budget forgets nothing", async () => {
    const { executionId } = await stores.storeTask();
    await spend(executionId, { tokens: 100 });
    await stores.limitProject({ day: { tokens: 100 } });
    await stores.ageSpendings(24 * 3600 - 60);
    expect(await reserve(executionId)).toMatchObject({ kind: "refused" });
    await stores.ageSpendings(61);
    expect(await reserve(executionId)).toMatchObject({ kind: "granted" });
    await stores.limitProject({ project: { tokens: 100 } });
    expect(await reserve(executionId)).toMatchObject({ kind: "refused" });
  });

  test("what a task says for itself replaces the project's default for tasks, each unit by itself", async () => {
    const { executionId, task } = await stores.storeTask();
    await stores.limitProject({ task: { usd: 1, tokens: 100 }, project: { usd: 50 } });
    await stores.limitTask(task.id, { usd: 3, tokens: null });
    await spend(executionId, { usd: 2, tokens: 10 });
    expect(await reserve(executionId)).toMatchObject({ kind: "granted" });
    expect((await stores.budgets.spent(task.id)).limits).toEqual([
      { scope: "task", unit: "usd", limit: 3, spent: 2 },
      { scope: "task", unit: "tokens", limit: 100, spent: 10 },
      { scope: "project", unit: "usd", limit: 50, spent: 2 },
    ]);
    await spend(executionId, { usd: 1 });
    expect(await reserve(executionId)).toMatchObject({ kind: "refused", exceeded: { scope: "task", limit: 3 } });
  });

  test("from 80% on, a granted request is told of it", async () => {
    const { executionId } = await stores.storeTask();
    await stores.limitProject({ execution: { tokens: 100 }, day: { tokens: 1000 } });
    await spend(executionId, { tokens: 79 });
    expect(await reserve(executionId)).toMatchObject({ nearlySpent: [] });
    await spend(executionId, { tokens: 1 });
    const nearlySpent = [{ scope: "execution", unit: "tokens", limit: 100, spent: 80 }];
    expect(await reserve(executionId)).toMatchObject({ kind: "granted", nearlySpent });
  });

  const warned = async (taskId: string) =>
    (await stores.changes.list({ taskId, afterNumber: 0, limit: 100 })).flatMap(({ actor, body }) =>
      body.type === "spending_warned" ? [{ actor, ...body }] : [],
    );

  test("a limit of which 80% are spent is told to the feed once for a task, however many executions ask at once", async () => {
    const { executionId, task } = await stores.storeTask();
    const further = newExecution(task);
    await stores.addExecution(further);
    await stores.limitProject({ task: { tokens: 100 }, day: { usd: 10 } });
    await spend(executionId, { tokens: 79 });
    expect(await stores.budgets.warn(executionId)).toEqual([]);
    await spend(executionId, { tokens: 6 });
    const warning = { of: "budget", scope: "task", unit: "tokens", limit: 100, spent: 85 };
    const answers = await Promise.all([executionId, further.id, executionId].map((id) => stores.budgets.warn(id)));
    expect(answers.flat()).toEqual([warning]);
    await spend(further.id, { tokens: 5, usd: 9 });
    expect(await stores.budgets.warn(further.id)).toMatchObject([{ scope: "day", unit: "usd", spent: 9 }]);
    expect(await stores.budgets.warn(executionId)).toEqual([]);
    expect(await warned(task.id)).toMatchObject([
      { actor: null, type: "spending_warned", ...warning },
      { of: "budget", scope: "day" },
    ]);
  });

  test("a budget that was raised is told of again at 80% of what it is now", async () => {
    const { executionId, task } = await stores.storeTask();
    await stores.limitTask(task.id, { usd: 1, tokens: null });
    await spend(executionId, { usd: 0.9 });
    expect(await stores.budgets.warn(executionId)).toMatchObject([{ limit: 1 }]);
    await stores.limitTask(task.id, { usd: 2, tokens: null });
    expect(await stores.budgets.warn(executionId)).toEqual([]);
    await spend(executionId, { usd: 0.8 });
    expect(await stores.budgets.warn(executionId)).toMatchObject([{ limit: 2, spent: expect.closeTo(1.7, 9) }]);
  });

  test("without a budget a task's tokens are told of at the project's threshold, once, and never at 0", async () => {
    const [first, silent] = [await stores.storeTask(), await stores.storeTask()];
    await stores.limitProject({ warnAtTokens: 1000 });
    await spend(first.executionId, { tokens: 999 });
    await spend(silent.executionId, { tokens: 999 });
    expect(await stores.budgets.warn(first.executionId)).toEqual([]);
    await spend(first.executionId, { tokens: 1 });
    const warning = { of: "threshold", scope: "task", unit: "tokens", limit: 1000, spent: 1000 };
    expect(await stores.budgets.warn(first.executionId)).toEqual([warning]);
    await spend(first.executionId, { tokens: 5000 });
    expect(await stores.budgets.warn(first.executionId)).toEqual([]);
    await stores.limitProject({ warnAtTokens: 0 });
    await spend(silent.executionId, { tokens: 5000 });
    expect([await stores.budgets.warn(silent.executionId), await warned(silent.task.id)]).toEqual([[], []]);
    expect((await stores.budgets.spent(silent.task.id)).threshold).toBeNull();
  });

  test("a look says whether anything limits an execution's requests", async () => {
    const { executionId, task } = await stores.storeTask();
    const look = () => stores.budgets.look({ executionId, credential: null });
    expect(await look()).toBe("free");
    for (const scope of ["execution", "task", "project", "day"]) {
      for (const unit of ["usd", "tokens"]) {
        await stores.limitProject({ [scope]: { [unit]: 100 } });
        expect(await look()).toBe("limited");
        expect(await reserve(executionId)).toMatchObject({ kind: "granted", isLimited: true });
      }
    }
    await stores.limitProject({});
    expect(await look()).toBe("free");
    expect(await reserve(executionId)).toMatchObject({ kind: "granted", isLimited: false });
    await stores.limitTask(task.id, { usd: null, tokens: 1 });
    expect(await look()).toBe("limited");
    await expect(stores.budgets.look({ executionId: randomUUID(), credential: null })).rejects.toMatchObject({
      code: "not_found",
    });
  });

  test("of looks at once each is answered for its own execution", async () => {
    const [free, limited] = [await stores.storeTask(), await stores.storeTask()];
    await stores.limitTask(limited.task.id, { usd: 1, tokens: null });
    const asked = [free, limited, free, limited, limited, free].map(({ executionId }) => executionId);
    const looks = asked.map((executionId) => stores.budgets.look({ executionId, credential: null }));
    const unknown = stores.budgets.look({ executionId: randomUUID(), credential: null }).catch(({ code }) => code);
    expect(await Promise.all(looks)).toEqual(["free", "limited", "free", "limited", "limited", "free"]);
    expect(await unknown).toBe("not_found");
  });

  test("what was noted without a limit counts for one that comes later, open or settled", async () => {
    const { executionId } = await stores.storeTask();
    const note = (tokens: number) => {
      const id = randomUUID();
      void stores.budgets.note({ id, executionId, gatewayId, estimate: () => ({ usd: 0, tokens }) });
      return id;
    };
    const [open, over] = [note(60), note(1000)];
    const settled = settle(executionId, over, { usd: 0, tokens: 30 });
    await stores.limitProject({ project: { tokens: 90 } });
    expect(await reserve(executionId)).toEqual({ kind: "wait" });
    await settle(executionId, open, { usd: 0, tokens: 70 });
    expect(await reserve(executionId)).toMatchObject({ kind: "refused", exceeded: { spent: 100 } });
    await settled;
  });

  test("what is noted is stored, and what was settled before stays as it is", async () => {
    const { executionId, task } = await stores.storeTask();
    const [first, second] = [randomUUID(), randomUUID()];
    const request = { executionId, gatewayId, estimate: () => ({ usd: 0, tokens: 500 }) };
    await stores.budgets.note({ ...request, id: first });
    await stores.ageGateways(61);
    expect((await stores.budgets.spent(task.id)).spent.tokens).toBe(500);
    const noted = stores.budgets.note({ ...request, id: second });
    await settle(executionId, second, { usd: 0, tokens: 7 });
    await Promise.all([noted, settle(executionId, first, { usd: 0, tokens: 5 })]);
    expect((await stores.budgets.spent(task.id)).spent.tokens).toBe(12);
  });

  test("of requests at once only as many are granted as fit, and the others wait for them", async () => {
    const { executionId } = await stores.storeTask();
    await stores.limitProject({ project: { tokens: 100 } });
    const asked = await Promise.all(Array.from({ length: 20 }, () => reserve(executionId, { tokens: 40 })));
    const granted = asked.flatMap((one) => (one.kind === "granted" ? [one.id] : []));
    expect(granted).toHaveLength(3);
    expect(asked.filter(({ kind }) => kind === "wait")).toHaveLength(17);
    for (const id of granted) {
      await settle(executionId, id, { usd: 0, tokens: 30 });
    }
    const last = await grant(executionId, { tokens: 40 });
    expect(await reserve(executionId, { tokens: 1 })).toEqual({ kind: "wait" });
    await settle(executionId, last, { usd: 0, tokens: 30 });
    expect(await reserve(executionId)).toMatchObject({ kind: "refused", exceeded: { spent: 120 } });
  });

  test("requests of several executions at once share what their limits leave", async () => {
    const executions = [await stores.storeTask(), await stores.storeTask()].map(({ executionId }) => executionId);
    await stores.limitProject({ project: { tokens: 200 }, execution: { tokens: 100 } });
    const asking = Array.from({ length: 30 }, async (_, index) => {
      const executionId = executions[index % 2] as string;
      return (await reserve(executionId, { tokens: 40 })).kind === "granted" ? [executionId] : [];
    });
    const granted = (await Promise.all(asking)).flat();
    expect(granted).toHaveLength(5);
    expect(executions.map((id) => granted.filter((one) => one === id).length).sort()).toEqual([2, 3]);
  });

  test("a request that cost nothing gives back what it reserved", async () => {
    const { executionId, task } = await stores.storeTask();
    await stores.limitProject({ task: { usd: 1 } });
    const id = await grant(executionId, { usd: 5 });
    expect(await reserve(executionId)).toEqual({ kind: "wait" });
    await settle(executionId, id, NOTHING);
    await settle(executionId, id, NOTHING);
    expect(await reserve(executionId)).toMatchObject({ kind: "granted" });
    expect((await stores.budgets.spent(task.id)).spent).toEqual(NOTHING);
  });

  test("what a gateway reserved before it began again counts as spent, until somebody knows better", async () => {
    const { executionId } = await stores.storeTask();
    await stores.limitProject({ task: { usd: 1 } });
    const id = await grant(executionId, { usd: 2 });
    await stores.budgets.enter(gatewayId);
    expect(await reserve(executionId)).toMatchObject({ kind: "refused", exceeded: { spent: 2 } });
    await settle(executionId, id, { usd: 0.5, tokens: 0 });
    expect(await reserve(executionId)).toMatchObject({ kind: "granted" });
  });

  test("a gateway that begins leaves alone what another one has reserved", async () => {
    const { executionId } = await stores.storeTask();
    await stores.limitProject({ task: { usd: 1 } });
    const other = randomUUID();
    await stores.budgets.enter(other);
    const id = await grant(executionId, { usd: 2 }, other);
    await stores.budgets.enter(gatewayId);
    expect(await reserve(executionId)).toEqual({ kind: "wait" });
    await settle(executionId, id, { usd: 0.5, tokens: 0 });
    expect(await reserve(executionId)).toMatchObject({ kind: "granted" });
  });

  test("what another gateway reserved counts as spent once nobody hears of it, and no sooner", async () => {
    const { executionId } = await stores.storeTask();
    await stores.limitProject({ task: { usd: 1 } });
    const other = randomUUID();
    await grant(executionId, { usd: 2 }, other);
    await stores.ageGateways(50);
    await stores.budgets.stay(other);
    await stores.ageGateways(50);
    expect(await reserve(executionId)).toEqual({ kind: "wait" });
    await stores.ageGateways(11);
    expect(await reserve(executionId)).toMatchObject({ kind: "refused", exceeded: { spent: 2 } });
  });

  test("a gateway that reserves is there, however long ago it was last heard of", async () => {
    const { executionId } = await stores.storeTask();
    await stores.budgets.enter(gatewayId);
    await stores.ageGateways(3600);
    await stores.limitProject({ task: { usd: 1 } });
    await grant(executionId, { usd: 2 });
    expect(await reserve(executionId)).toEqual({ kind: "wait" });
  });

  test("a reservation that nobody settled counts as spent after a while", async () => {
    const { executionId, task } = await stores.storeTask();
    await stores.limitProject({ task: { usd: 1 } });
    await grant(executionId, { usd: 2 });
    await stores.ageSpendings(15 * 60 - 30);
    expect(await reserve(executionId)).toEqual({ kind: "wait" });
    expect((await stores.budgets.spent(task.id)).spent.usd).toBe(0);
    await stores.ageSpendings(31);
    expect(await reserve(executionId)).toMatchObject({ kind: "refused" });
    expect((await stores.budgets.spent(task.id)).spent.usd).toBe(2);
  });

  const usageOf = async (executionId: string) =>
    (await stores.events.list({ executionId, afterNumber: 0, limit: 100 })).filter(({ body }) => body.type === "usage");

  function told(outputTokens: number): UsageEvent {
    const usage = { inputTokens: 1, cacheReadTokens: 0, cacheWriteTokens: 0, outputTokens, reasoningTokens: 0 };
    return { type: "usage", provider: "openai", model: "m", usage, costUsd: 1, isAtMost: false, isCovered: false };
  }

  test("what a request came to is told to the transcript with it, once, in a row with all other events", async () => {
    const { executionId } = await stores.storeTask();
    const log = { type: "log", stream: "system", text: "x" } as const;
    const ids = await Promise.all(Array.from({ length: 8 }, () => grant(executionId)));
    await stores.events.record({ executionId, source: "gateway", body: log });
    await Promise.all([
      ...ids.map((id, at) => settle(executionId, id, { usd: 1, tokens: 1, usage: told(at) })),
      stores.events.record({ executionId, source: "gateway", body: log }),
      stores.events.append({ executionId, writer: "r", events: [{ sourceNumber: 1, at: new Date(), body: log }] }),
    ]);
    await settle(executionId, ids[0] as string, { usd: 1, tokens: 1, usage: told(0) });
    await stores.events.record({ executionId, source: "gateway", body: log });
    const events = await stores.events.list({ executionId, afterNumber: 0, limit: 100 });
    expect(events.map(({ number }) => number)).toEqual(Array.from({ length: 12 }, (_, at) => at + 1));
    const outputs = (await usageOf(executionId)).map(({ body }) => (body as UsageEvent).usage.outputTokens);
    expect(outputs.toSorted()).toEqual([0, 1, 2, 3, 4, 5, 6, 7]);
  });

  test("a request whose reservation is lost counts once it is settled", async () => {
    const { executionId, task } = await stores.storeTask();
    await grant(executionId);
    const lost = randomUUID();
    await settle(executionId, lost, { usd: 2, tokens: 7, usage: told(6) });
    await settle(executionId, lost, { usd: 2, tokens: 7, usage: told(6) });
    expect((await stores.budgets.spent(task.id)).spent).toEqual({ usd: 2, tokens: 7 });
    expect(await usageOf(executionId)).toHaveLength(1);
  });

  test("one that is unknown takes none of those with it that ask at the same time", async () => {
    const { executionId } = await stores.storeTask();
    const asked = [executionId, executionId, randomUUID(), executionId].map((id) => reserve(id));
    const settled = await Promise.allSettled(asked);
    expect(settled.map(({ status }) => status)).toEqual(["fulfilled", "fulfilled", "rejected", "fulfilled"]);
  });

  test("what isn't there has no budget", async () => {
    await expect(reserve(randomUUID())).rejects.toMatchObject({ code: "not_found" });
    await expect(stores.budgets.warn(randomUUID())).rejects.toMatchObject({ code: "not_found" });
    await expect(stores.budgets.spent(randomUUID())).rejects.toMatchObject({ code: "not_found" });
  });
}
