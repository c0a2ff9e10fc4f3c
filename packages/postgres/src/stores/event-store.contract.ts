import type { SourcedEvent } from "@catalyst/core";
import { afterAll, beforeAll, expect, test } from "vitest";
import type { ContractStores } from "../testing/contract-stores.ts";

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

export function logs(from: number, to: number): SourcedEvent[] {
  return Array.from({ length: to - from + 1 }, (_, index) => ({
    sourceNumber: from + index,
    at: new Date(),
    body: { type: "log", stream: "stdout", text: `line ${from + index}` },
  }));
}
