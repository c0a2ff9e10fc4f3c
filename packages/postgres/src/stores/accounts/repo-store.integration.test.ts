import { randomUUID } from "node:crypto";
import { afterAll, beforeAll, expect, test } from "vitest";
import type { Database } from "../../database.ts";
import { storeRepo } from "../../testing/stored-repo.ts";
import { testDatabase } from "../../testing/test-database.ts";
import { postgresRepoStore } from "./repo-store.ts";

let db: Database;
beforeAll(async () => {
  db = await testDatabase();
});
afterAll(() => db?.close());

const input = { login: "local", vcs: "local", url: "/srv/repo", name: "repo", defaultBranch: "main" } as const;

test("what is ensured by many at once is there once", async () => {
  const ensured = await Promise.all(Array.from({ length: 8 }, () => storeRepo(db, input)));
  expect(new Set(ensured.map(({ repo }) => repo.id)).size).toBe(1);
  expect(new Set(ensured.map(({ user }) => user.id)).size).toBe(1);
  expect(await postgresRepoStore(db).get(ensured[0]?.repo.id ?? "")).toEqual(ensured[0]?.repo);
});

test("the default branch of a repository that is there changes by its own word alone", async () => {
  const store = postgresRepoStore(db);
  const { repo: before } = await storeRepo(db, input);
  expect((await storeRepo(db, { ...input, defaultBranch: "feature" })).repo).toEqual(before);
  const changed = await store.setDefaultBranch(before.id, "trunk");
  expect(changed).toEqual({ ...before, defaultBranch: "trunk" });
  expect((await storeRepo(db, input)).repo).toEqual(changed);
});

test("one path is a repository of its own for each project, and is listed with it alone", async () => {
  const store = postgresRepoStore(db);
  const [{ repo: mine }, { repo: theirs }] = [
    await storeRepo(db, input),
    await storeRepo(db, { ...input, login: "b" }),
  ];
  expect(theirs.id).not.toBe(mine.id);
  const list = (...projects: string[]) => store.list({ projects, afterUrl: null, limit: 10 });
  expect(await list(mine.projectId)).toEqual([mine]);
  expect(await list(mine.projectId, theirs.projectId)).toHaveLength(2);
  expect(await list()).toEqual([]);
});

test("a repository is found by what it is called, in its project alone", async () => {
  const store = postgresRepoStore(db);
  const at = (url: string, login = "named") =>
    storeRepo(db, { ...input, login, url, name: url.split("/").at(-1) ?? "" });
  const { repo: shop } = await at("/srv/ann/shop");
  const { repo: other } = await at("/srv/bob/shop");
  const { repo: remote } = await at("https://example.com/ann/digit.git");
  const { repo: theirs } = await at("/srv/ann/shop", "others");
  const find = (name: string) => store.findNamed({ projectId: shop.projectId, name, limit: 10 });
  expect(await find("shop")).toEqual([shop, other]);
  for (const name of [shop.id, "/srv/ann/shop", "ann/shop"]) {
    expect(await find(name), name).toEqual([shop]);
  }
  for (const name of [remote.url, "digit", "ann/digit", "digit.git"]) {
    expect(await find(name), name).toEqual([remote]);
  }
  for (const name of [theirs.id, "hop", "", "example.com", "%", "x\\"]) {
    expect(await find(name), name).toEqual([]);
  }
  expect(await store.findNamed({ projectId: shop.projectId, name: "shop", limit: 1 })).toEqual([shop]);
});

test("a repository is found by what its forge knows it by, in every project that has it", async () => {
  const store = postgresRepoStore(db);
  const forge = { host: "github.com", id: 2 ** 40 };
  const { repo: mine } = await storeRepo(db, { ...input, login: "linker", url: "https://github.com/acme/shop" });
  const { repo: theirs } = await storeRepo(db, { ...input, login: "other", url: "https://github.com/acme/old-name" });
  expect(await store.findForge(mine.id)).toBeNull();
  await store.linkForge(mine.id, forge);
  await store.linkForge(theirs.id, forge);
  expect(await store.findForge(mine.id)).toEqual(forge);
  expect(await store.listOfForge(forge)).toEqual([mine, theirs]);
  expect(await store.listOfForge({ ...forge, host: "ghe.example" })).toEqual([]);
});

test("a repository that isn't there is null", async () => {
  expect(await postgresRepoStore(db).get(randomUUID())).toBeNull();
});
