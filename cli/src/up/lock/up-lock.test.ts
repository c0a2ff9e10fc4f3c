import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { identifyProcess } from "@catalyst/machine";
import { afterEach, beforeEach, expect, test } from "vitest";
import { findUp, takeUpLock } from "./up-lock.ts";

let home: string;

beforeEach(async () => {
  home = await mkdtemp(join(tmpdir(), "catalyst-lock-"));
});

afterEach(() => rm(home, { recursive: true, force: true }));

test("of several who take the lock at once, one gets it", async () => {
  const locks = await Promise.all(Array.from({ length: 20 }, () => takeUpLock(home)));
  expect(locks.filter((lock) => lock !== null)).toHaveLength(1);
});

test("a released lock can be taken again", async () => {
  const lock = await takeUpLock(home);
  expect(await findUp(home)).toMatchObject({ pid: process.pid });
  await lock?.note({ children: [], services: [], web: null });
  await lock?.release();
  expect(await findUp(home)).toBeNull();
  expect(await takeUpLock(home)).not.toBeNull();
});

test("a dead holder's lock is taken over, with those of its children that live", async () => {
  const living = identifyProcess(process.ppid);
  const reused = { ...identifyProcess(process.pid), startTicks: 1 };
  await writeFile(join(home, "up.lock"), JSON.stringify({ ...reused, children: [living, reused] }));
  expect(await findUp(home)).toBeNull();
  const lock = await takeUpLock(home);
  expect(lock?.orphans).toEqual([living]);
});

test("a lock that can't be read holds nobody", async () => {
  await writeFile(join(home, "up.lock"), "{");
  expect(await takeUpLock(home)).not.toBeNull();
});
