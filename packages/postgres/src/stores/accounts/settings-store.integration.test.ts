import { randomUUID } from "node:crypto";
import type { AgentConfig } from "@catalyst/core";
import { afterAll, beforeAll, expect, test } from "vitest";
import type { Database } from "../../database.ts";
import { testDatabase } from "../../testing/test-database.ts";
import { postgresAccountStore } from "./account-store.ts";
import { postgresSettingsStore } from "./settings-store.ts";

let db: Database;
beforeAll(async () => {
  db = await testDatabase();
}, 60_000);
afterAll(() => db?.close());

test("a configuration is changed once by whoever read it last; who comes second is told", async () => {
  const [accounts, settings] = [postgresAccountStore(db), postgresSettingsStore(db)];
  const { id: userId } = await accounts.ensureUser("someone");
  const { id: projectId } = await accounts.ensureProject({ kind: "user", userId });
  const before = (await settings.get(projectId)) as AgentConfig;
  const changed = { ...before, timeoutMinutes: 5, ownerKeys: ["timeoutMinutes"], updatedAt: new Date() };
  await settings.save(changed, before.updatedAt);
  expect(await settings.get(projectId)).toEqual(changed);
  await expect(settings.save({ ...before, model: "x" }, before.updatedAt)).rejects.toMatchObject({ code: "conflict" });
  expect(await settings.get(randomUUID())).toBeNull();
  await accounts.ensureProject({ kind: "user", userId });
  expect(await settings.get(projectId)).toEqual(changed);
});
