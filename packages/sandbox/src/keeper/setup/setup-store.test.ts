import { randomUUID } from "node:crypto";
import { mkdirSync, mkdtempSync, readdirSync, rmSync, utimesSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, expect, test } from "vitest";
import { setupCacheFolder } from "./cache-entries.ts";
import { setupStore } from "./setup-store.ts";

const LONG_AGO = new Date("2020-01-01T00:00:00Z");
const SINCE = new Date("2021-01-01T00:00:00Z");
const KEY = "a".repeat(64);

let home: string;

beforeEach(() => {
  home = mkdtempSync(join(tmpdir(), "catalyst-setups-"));
});
afterEach(() => rmSync(home, { recursive: true }));

function keep(name: string, usedAt: Date): string {
  const path = join(setupCacheFolder(home), name);
  mkdirSync(path, { recursive: true });
  utimesSync(path, usedAt, usedAt);
  return name;
}

test("what nobody used for long goes, and what a killed removal left goes with it", async () => {
  const old = keep(`${randomUUID()}-${KEY}`, LONG_AGO);
  const young = keep(`${randomUUID()}-${KEY}`, new Date());
  keep(`.dropped-${randomUUID()}-${KEY}`, LONG_AGO);
  const store = setupStore(home);
  expect((await store.list()).map(({ id }) => id).toSorted()).toEqual([old, young].toSorted());
  expect(await store.remove(old, SINCE)).toBe(true);
  expect(await store.remove(old, SINCE)).toBe(false);
  expect(await store.remove(young, SINCE)).toBe(false);
  expect(readdirSync(setupCacheFolder(home))).toEqual([young]);
});

test("a home without any has nothing to list", async () => {
  expect(await setupStore(home).list()).toEqual([]);
});
