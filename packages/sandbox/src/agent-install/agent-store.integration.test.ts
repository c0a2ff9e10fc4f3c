import { mkdirSync, mkdtempSync, readdirSync, rmSync, utimesSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { withFileLock } from "@catalyst/machine";
import { afterEach, beforeEach, expect, test } from "vitest";
import { agentFolder, agentLockPath } from "./agent-folder.ts";
import { agentStore } from "./agent-store.ts";

const LONG_AGO = new Date("2020-01-01T00:00:00Z");
const SINCE = new Date("2021-01-01T00:00:00Z");

let home: string;

beforeEach(() => {
  home = mkdtempSync(join(tmpdir(), "catalyst-agents-"));
});
afterEach(() => rmSync(home, { recursive: true }));

function install(agentId: string, version: string, usedAt: Date): void {
  const folder = agentFolder({ home, agentId, version });
  mkdirSync(folder, { recursive: true });
  writeFileSync(join(folder, "program"), "");
  utimesSync(folder, usedAt, usedAt);
}

test("installed versions are listed with their last use; a person's own and what is being installed are not", async () => {
  install("aider", "0.1.0", LONG_AGO);
  install("aider", "own", LONG_AGO);
  install("aider", ".0.2.0.1234", LONG_AGO);
  expect(await agentStore(home).list()).toEqual([{ id: "aider/0.1.0", usedAt: LONG_AGO }]);
});

test("a version that nobody used for long goes whole, one that was used since stays", async () => {
  install("aider", "0.1.0", LONG_AGO);
  install("aider", "0.2.0", new Date());
  const store = agentStore(home);
  expect(await store.remove("aider/0.1.0", SINCE)).toBe(true);
  expect(await store.remove("aider/0.1.0", SINCE)).toBe(false);
  expect(await store.remove("aider/0.2.0", SINCE)).toBe(false);
  expect(readdirSync(join(home, "agents/aider"))).toEqual(["0.2.0"]);
});

test("nothing of an agent is removed that somebody installs", async () => {
  install("aider", "0.1.0", LONG_AGO);
  const lock = { path: agentLockPath(home, "aider"), waitSeconds: 1, purpose: "Testing" };
  expect(await withFileLock(lock, () => agentStore(home).remove("aider/0.1.0", SINCE))).toBe(false);
});
