import { spawn } from "node:child_process";
import { randomUUID } from "node:crypto";
import { readdirSync, readlinkSync } from "node:fs";
import { join } from "node:path";
import { waitUntil } from "@catalyst/machine";
import { afterEach, expect, test } from "vitest";
import { readState } from "../environment-state.ts";
import type { LocalEnvironmentOptions } from "../local-environment-options.ts";
import { findMembers, findProcesses, makeTestHome, requestFor, SMALL_LIMITS } from "../testing/test-home.ts";
import { createWaitingKeepers } from "./waiting-keepers.ts";

const TIMEOUT = 180_000;
const homes: ReturnType<typeof makeTestHome>[] = [];

function testHome(options: Partial<LocalEnvironmentOptions> = {}) {
  const home = makeTestHome(options);
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

const isRoot = process.getuid?.() === 0;
const SIZE = `const { blocks, bsize } = (await import("node:fs")).statfsSync("/workspace"); console.log(blocks * bsize > 32 * 2 ** 20);`;

test.runIf(isRoot)(
  "its disk is made meanwhile, of the size that was asked for last",
  { timeout: TIMEOUT },
  async () => {
    const { home, provider, waitForExit } = testHome();
    await provider.ensure(requestFor(""));
    const request = requestFor(SIZE);
    await provider.prepare(request.executionId);
    await waitUntil(() => findMembers(request.executionId).length === 1, TIMEOUT);
    const [keeper] = findMembers(request.executionId);
    await provider.ensure(request);
    expect(await waitForExit(request.executionId)).toMatchObject({
      output: "false\n",
      facts: expect.arrayContaining(["Disk is limited to 32 MiB by a file system of its own."]),
    });
    expect(listImages(home, request.executionId)).toEqual([`written-${keeper}.img`]);
    await provider.destroy(request.executionId);
    expect(await provider.list()).not.toContain(request.executionId);
  },
);

test.runIf(isRoot)("a disk of another size than was asked for is replaced", { timeout: TIMEOUT }, async () => {
  const { home, provider, waitForExit } = testHome();
  await provider.ensure(requestFor(""));
  const request = requestFor(SIZE, { limits: { ...SMALL_LIMITS, diskMib: 128 } });
  await provider.prepare(request.executionId);
  await waitUntil(() => findMembers(request.executionId).length === 1, TIMEOUT);
  await provider.ensure(request);
  expect((await waitForExit(request.executionId)).output).toBe("true\n");
  expect(listImages(home, request.executionId)).toEqual(["written.img"]);
});

test.runIf(isRoot)("one that isn't wanted leaves nothing of its disk", { timeout: TIMEOUT }, async () => {
  const { home, provider } = testHome();
  await provider.ensure(requestFor(""));
  const executionId = randomUUID();
  await provider.prepare(executionId);
  await waitUntil(() => listImages(home, executionId).length === 1, TIMEOUT);
  await provider.destroy(executionId);
  expect(findMembers(executionId)).toEqual([]);
  expect(await provider.list()).not.toContain(executionId);
});

test("after an environment a keeper waits for the next one, which has it", { timeout: TIMEOUT }, async () => {
  const { home, provider, waitForExit } = testHome({ keepsNext: true });
  const first = requestFor("");
  await provider.ensure(first);
  await provider.destroy(first.executionId);
  await waitUntil(() => listNext(home).length === 1 && waitingOf(home).length === 1, TIMEOUT);
  const [keeper] = waitingOf(home);
  const request = requestFor("console.log(process.cwd())");
  await provider.prepare(request.executionId);
  expect(listNext(home)).toEqual([]);
  await provider.ensure(request);
  expect(readState(join(home, "environments", request.executionId))?.keeper.pid).toBe(keeper);
  expect(await waitForExit(request.executionId)).toMatchObject({ output: "/workspace\n" });
  if (isRoot) {
    expect(listImages(home, request.executionId)).toEqual([`written-${keeper}.img`]);
  }
});

test("one that nobody took in time leaves nothing", { timeout: TIMEOUT }, async () => {
  const { home, options } = testHome();
  createWaitingKeepers({ ...options, cacheFolder: join(home, "cache") }, 1000).keepNext(isRoot ? 32 : null);
  await waitUntil(() => listNext(home).length === 1, TIMEOUT);
  expect(await waitUntil(() => listNext(home).length === 0 && waitingOf(home).length === 0, TIMEOUT)).toBe(true);
});

test("one whose starter was killed leaves nothing either", { timeout: TIMEOUT }, async () => {
  const { home, options } = testHome();
  const program = `
    import { createWaitingKeepers } from ${JSON.stringify(join(import.meta.dirname, "waiting-keepers.ts"))};
    const options = { ...${JSON.stringify(options)}, cacheFolder: ${JSON.stringify(join(home, "cache"))} };
    createWaitingKeepers(options).keepNext(${isRoot ? 32 : null});
    setInterval(() => undefined, 1000);`;
  const starter = spawn(process.execPath, ["--input-type=module", "-e", program], { env: {}, stdio: "ignore" });
  await waitUntil(() => waitingOf(home).length === 1, TIMEOUT);
  starter.kill("SIGKILL");
  expect(await waitUntil(() => waitingOf(home).length === 0, TIMEOUT)).toBe(true);
  expect(listNext(home)).toEqual([]);
});

function listNext(home: string): string[] {
  return existingOf(() => readdirSync(join(home, "cache", "next")), []);
}

function waitingOf(home: string): number[] {
  return findProcesses("keeper/main.ts").filter((pid) => holdsOpen(pid, join(home, "cache", "next")));
}

function listImages(home: string, executionId: string): string[] {
  const names = existingOf(() => readdirSync(join(home, "environments", executionId)), []);
  return names.filter((name) => name.endsWith(".img"));
}

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
