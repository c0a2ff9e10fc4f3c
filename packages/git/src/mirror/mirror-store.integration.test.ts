import { randomUUID } from "node:crypto";
import { mkdirSync, rmSync, utimesSync } from "node:fs";
import { readdir, rename } from "node:fs/promises";
import { dirname, join } from "node:path";
import type { Repo } from "@catalyst/core";
import { withFileLock } from "@catalyst/machine";
import { afterAll, beforeAll, beforeEach, expect, test } from "vitest";
import { gitRepositories } from "../git-repositories.ts";
import { mirrorPath, quarantinePath } from "../paths.ts";
import { type PersonRepository, personRepository, testFolder } from "../testing/person-repository.ts";
import { newestGeneration } from "./generations.ts";
import { mirrorStore } from "./mirror-store.ts";

const LONG_AGO = new Date("2020-01-01T00:00:00Z");
const SINCE = new Date("2021-01-01T00:00:00Z");

let folder: Awaited<ReturnType<typeof testFolder>>;
let home: string;
let person: PersonRepository;
let repo: Repo;

beforeAll(async () => {
  folder = await testFolder();
});
afterAll(() => folder.remove());

beforeEach(async () => {
  home = join(folder.path, randomUUID());
  person = personRepository(join(folder.path, `person-${randomUUID()}`));
  person.commit({ a: "1\n" });
  const ids = { id: randomUUID(), projectId: randomUUID(), createdAt: new Date() };
  repo = { ...ids, vcs: "local", url: person.path, name: "shop", defaultBranch: "main" };
  await repositories().refreshMirror(repo);
});

const repositories = () => gitRepositories({ home, privateHosts: [] });
const mirror = () => mirrorPath(home, repo.id);
const namesLeft = async () => (await readdir(dirname(mirror()))).filter((name) => !name.endsWith(".lock"));
const age = async () => utimesSync(await newestGeneration(mirror()), LONG_AGO, LONG_AGO);

test("a mirror that nobody used for long goes whole, and is made anew when it is needed", async () => {
  await age();
  expect(await mirrorStore(home).list()).toEqual([{ id: repo.id, usedAt: LONG_AGO }]);
  expect(await mirrorStore(home).remove(repo.id, SINCE)).toBe(true);
  expect(await namesLeft()).toEqual([]);
  expect(await mirrorStore(home).list()).toEqual([]);
  await repositories().refreshMirror(repo);
  expect(await repositories().findBranch(repo, "main")).toBe(person.git("rev-parse", "main"));
});

test("a refresh is a use, also one that brought nothing new", async () => {
  await age();
  await repositories().refreshMirror(repo);
  expect(await mirrorStore(home).remove(repo.id, SINCE)).toBe(false);
  expect(await repositories().findBranch(repo, "main")).toBe(person.git("rev-parse", "main"));
});

test("a mirror whose objects a quarantine borrows stays", async () => {
  const executionId = randomUUID();
  const startCommit = person.git("rev-parse", "main");
  await repositories().ensureQuarantine({ executionId, repo, startCommit, otherCommits: [], keptBy: null });
  await age();
  expect(await mirrorStore(home).remove(repo.id, SINCE)).toBe(false);
  rmSync(quarantinePath(home, executionId), { recursive: true });
  expect(await mirrorStore(home).remove(repo.id, SINCE)).toBe(true);
});

test("a mirror that is being refreshed stays", async () => {
  await age();
  const lock = { path: `${mirror()}.lock`, waitSeconds: 1, purpose: "Testing" };
  expect(await withFileLock(lock, () => mirrorStore(home).remove(repo.id, SINCE))).toBe(false);
});

test("what a sweep left that was killed midway is no mirror, and goes with the next one", async () => {
  await age();
  rmSync(mirror());
  const [generation] = (await namesLeft()) as [string];
  await rename(join(dirname(mirror()), generation), join(dirname(mirror()), `.dropped-${randomUUID()}`));
  mkdirSync(join(dirname(mirror()), "not-ours"));
  expect(await mirrorStore(home).list()).toEqual([]);
  expect(await namesLeft()).toEqual(["not-ours"]);
});
