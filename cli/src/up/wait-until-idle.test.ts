import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, expect, test, vi } from "vitest";
import { waitUntilIdle } from "./wait-until-idle.ts";

const MINUTE = 60_000;
const countNone = async () => 0;
const STORES = {
  executions: { countUnfinished: countNone },
  gatewayWishes: { countOpen: countNone },
  workerWishes: { countOpen: countNone },
  outbox: { countDueWithin: countNone },
} as unknown as Parameters<typeof waitUntilIdle>[1]["stores"];

let home: string;

beforeEach(() => {
  home = mkdtempSync(join(tmpdir(), "catalyst-idle-"));
  mkdirSync(join(home, "server"));
});
afterEach(() => {
  vi.useRealTimers();
  rmSync(home, { recursive: true });
});

function wait(startedAt: number, stores = STORES): Promise<void> {
  return waitUntilIdle({ home, idleSeconds: 0 }, { stores, startedAt, signal: new AbortController().signal });
}

test("what was asked while the database was still being opened counts: nobody else is waited for", async () => {
  const startedAt = Date.now() - MINUTE / 2;
  writeFileSync(join(home, "server", "last-request"), "");
  vi.useFakeTimers({ now: Date.now() + 10 });
  const done = vi.fn();
  void wait(startedAt).then(done);
  await vi.waitFor(() => expect(done).toHaveBeenCalled());
});

test("where nobody has asked since the start, it lasts a minute from there", async () => {
  await expect(wait(Date.now() - MINUTE)).resolves.toBeUndefined();
  vi.useFakeTimers();
  const done = vi.fn();
  void wait(Date.now()).then(done);
  await vi.advanceTimersByTimeAsync(MINUTE - 1000);
  expect(done).not.toHaveBeenCalled();
});

test("what people are to be told in a moment is told before", async () => {
  const untold = [2, 1, 0];
  const outbox = { countDueWithin: async () => untold.shift() ?? 0 };
  await wait(Date.now() - MINUTE, { ...STORES, outbox } as unknown as typeof STORES);
  expect(untold).toEqual([]);
});
