import { randomUUID } from "node:crypto";
import { afterAll, beforeAll, expect, test } from "vitest";
import type { Database } from "../database.ts";
import { testDatabase } from "../testing/test-database.ts";
import { postgresRepoStore } from "./repo-store.ts";

let db: Database;
beforeAll(async () => {
  db = await testDatabase();
});
afterAll(() => db?.close());

const input = { login: "local", vcs: "local", url: "/srv/repo", name: "repo", defaultBranch: "main" } as const;

test("what is ensured by many at once is there once, with the defaults of a project", async () => {
  const store = postgresRepoStore(db);
  const ensured = await Promise.all(Array.from({ length: 8 }, () => store.ensure(input)));
  expect(new Set(ensured.map(({ repo }) => repo.id)).size).toBe(1);
  expect(new Set(ensured.map(({ user }) => user.id)).size).toBe(1);
  expect(ensured[0]?.config).toMatchObject({
    enabledAgents: ["claude-code", "aider"],
    defaultAgent: "claude-code",
    requirePlanApproval: false,
    timeoutMinutes: 30,
    hooks: {},
  });
  expect(await store.get(ensured[0]?.repo.id ?? "")).toEqual(ensured[0]?.repo);
  expect(await store.getConfig(ensured[0]?.repo.projectId ?? "")).toEqual(ensured[0]?.config);
});

test("the default branch of a repository that is there changes by its own word alone", async () => {
  const store = postgresRepoStore(db);
  const before = await store.ensure(input);
  const again = await store.ensure({ ...input, defaultBranch: "feature" });
  expect(again.repo).toEqual(before.repo);
  const changed = await store.setDefaultBranch(before.repo.id, "trunk");
  expect(changed).toEqual({ ...before.repo, defaultBranch: "trunk" });
  expect((await store.ensure(input)).repo).toEqual(changed);
});

test("one path is a repository of its own for each user", async () => {
  const store = postgresRepoStore(db);
  const [mine, theirs] = [await store.ensure(input), await store.ensure({ ...input, login: "other" })];
  expect(theirs.repo.id).not.toBe(mine.repo.id);
  expect(theirs.user).toEqual(await store.ensureUser("other"));
});

test("a repository that isn't there is null", async () => {
  expect(await postgresRepoStore(db).get(randomUUID())).toBeNull();
});

test("a configuration is changed once by whoever read it last; who comes second is told", async () => {
  const store = postgresRepoStore(db);
  const before = await store.ensureConfig("someone");
  const changed = { ...before, timeoutMinutes: 5, ownerKeys: ["timeoutMinutes"], updatedAt: new Date() };
  await store.saveConfig(changed, before.updatedAt);
  expect(await store.getConfig(before.projectId)).toEqual(changed);
  await expect(store.saveConfig({ ...before, model: "x" }, before.updatedAt)).rejects.toMatchObject({
    code: "conflict",
  });
  expect(await store.getConfig(randomUUID())).toBeNull();
  expect((await store.ensure({ ...input, login: "someone" })).config).toEqual(changed);
});
