import { randomUUID } from "node:crypto";
import { readdirSync, readlinkSync } from "node:fs";
import { join } from "node:path";
import { waitUntil } from "@catalyst/machine";
import { afterEach, expect, test } from "vitest";
import { readState } from "../environment-state.ts";
import { findProcesses, makeTestHome, requestFor } from "../testing/test-home.ts";

const TIMEOUT = 180_000;
const homes: ReturnType<typeof makeTestHome>[] = [];

function testHome() {
  const home = makeTestHome();
  homes.push(home);
  return home;
}

afterEach(async () => {
  await Promise.all(homes.splice(0).map((home) => home.remove()));
});

test("what was prepared becomes the environment, once", { timeout: TIMEOUT }, async () => {
  const { home, provider, waitForExit } = testHome();
  const request = requestFor("console.log('ran')");
  await provider.prepare(request.executionId);
  await provider.prepare(request.executionId);
  await waitUntil(() => keepersOf(home).length === 1, 20_000);
  const [keeper] = keepersOf(home);
  await provider.ensure(request);
  expect(readState(join(home, "environments", request.executionId))?.keeper.pid).toBe(keeper);
  expect((await waitForExit(request.executionId)).output).toBe("ran\n");
  await waitUntil(() => keepersOf(home).length === 0, TIMEOUT);
  await provider.prepare(request.executionId);
  expect(keepersOf(home)).toEqual([]);
});

test("what was prepared goes when it isn't wanted any more", { timeout: TIMEOUT }, async () => {
  const { home, provider } = testHome();
  const executionId = randomUUID();
  await provider.prepare(executionId);
  await waitUntil(() => keepersOf(home).length === 1, TIMEOUT);
  expect(await provider.observe(executionId)).toEqual({ kind: "absent" });
  await provider.destroy(executionId);
  expect(await waitUntil(() => keepersOf(home).length === 0, TIMEOUT)).toBe(true);
  expect(await provider.list()).toEqual([]);
});

function keepersOf(home: string): number[] {
  return findProcesses("keeper/main.ts").filter((pid) => holdsOpen(pid, join(home, "environments")));
}

/** Whether a process has a file of the folder open, also one that was removed. */
function holdsOpen(pid: number, folder: string): boolean {
  return existingOf(() => readdirSync(`/proc/${pid}/fd`), []).some((name) =>
    existingOf(() => readlinkSync(`/proc/${pid}/fd/${name}`), "").startsWith(folder),
  );
}

/** What a process has open may be closed while it is looked at, and says nothing of the rest. */
function existingOf<T>(read: () => T, otherwise: T): T {
  try {
    return read();
  } catch {
    return otherwise;
  }
}
