import { randomUUID } from "node:crypto";
import { type Repo, sealProjectSecret } from "@catalyst/core";
import { openProjectSecret } from "@catalyst/core/opening";
import { createTestKeys } from "@catalyst/core/testing";
import { afterAll, beforeAll, expect, test } from "vitest";
import type { Database } from "../../database.ts";
import { gatewayKeys } from "../../schema/tasks.ts";
import { storeRepo } from "../../testing/stored-repo.ts";
import { testDatabase } from "../../testing/test-database.ts";
import { postgresProjectSecretStore } from "./project-secret-store.ts";

const { sealing, opening } = createTestKeys();
let db: Database;
beforeAll(async () => {
  db = await testDatabase();
  await db.drizzle.insert(gatewayKeys).values({ id: sealing.recipient.id });
});
afterAll(() => db?.close());

async function makeRepo(): Promise<Repo> {
  const place = {
    login: "local",
    vcs: "local",
    url: `/srv/${randomUUID()}`,
    name: "repo",
    defaultBranch: "main",
  } as const;
  return (await storeRepo(db, place)).repo;
}

function seal({ id: repoId, projectId }: Repo, name: string, value: string) {
  return sealProjectSecret({ id: randomUUID(), projectId, repoId, name, createdAt: new Date() }, value, sealing);
}

test("a repository's secrets are its own, by name, and one that is stored again replaces the first", async () => {
  const store = postgresProjectSecretStore(db);
  const [mine, other] = [await makeRepo(), await makeRepo()];
  await store.put(seal(other, "NPM_TOKEN", "of another one"), () => undefined);
  await store.put(seal(mine, "NPM_TOKEN", "the first value"), () => undefined);
  await store.put(seal(mine, "A_TOKEN", "another value"), () => undefined);
  const replaced = seal(mine, "NPM_TOKEN", "the second value");
  await store.put(replaced, () => undefined);
  const stored = await store.list(mine.id);
  expect(stored.map(({ name }) => name)).toEqual(["A_TOKEN", "NPM_TOKEN"]);
  expect(stored[1]).toEqual(replaced);
  expect(openProjectSecret(replaced, opening)).toBe("the second value");
  expect(await store.listAll()).toHaveLength(3);
});

test("a deleted secret is gone, and deleting it again says so", async () => {
  const store = postgresProjectSecretStore(db);
  const repo = await makeRepo();
  await store.put(seal(repo, "NPM_TOKEN", "some value"), () => undefined);
  expect(await store.delete(repo.id, "NPM_TOKEN")).toBe(true);
  expect(await store.delete(repo.id, "NPM_TOKEN")).toBe(false);
  expect(await store.list(repo.id)).toEqual([]);
});

test("of two that replace what is sealed at once, one wins", async () => {
  const store = postgresProjectSecretStore(db);
  const repo = await makeRepo();
  const before = seal(repo, "NPM_TOKEN", "some value");
  await store.put(before, () => undefined);
  const after = ["first value", "second value"].map((value) => ({ ...seal(repo, "NPM_TOKEN", value), id: before.id }));
  const won = await Promise.all(after.map((one) => store.replaceSealed(before, one)));
  expect(won.filter(Boolean)).toHaveLength(1);
});
