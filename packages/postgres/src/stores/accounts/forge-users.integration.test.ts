import type { Actor } from "@catalyst/core";
import { afterAll, beforeAll, expect, test } from "vitest";
import type { Database } from "../../database.ts";
import { newExecution, newTask } from "../../testing/stored-task.ts";
import { testDatabase } from "../../testing/test-database.ts";
import { postgresExecutionStore } from "../executions/execution-store.ts";
import { postgresMessageStore } from "../tasks/message-store.ts";
import { postgresTaskStore } from "../tasks/task-store.ts";
import { postgresAccountStore } from "./account-store.ts";

let db: Database;
let count = 583_231;
beforeAll(async () => {
  db = await testDatabase();
}, 60_000);
afterAll(() => db?.close());

const account = (login = "octocat") => ({ forge: "github", accountId: String(count), login }) as const;
const nextAccount = () => {
  count += 1;
  return account();
};

test("an account that acts gets one person's row, by its number, whatever it is called by then", async () => {
  const accounts = postgresAccountStore(db);
  const octocat = nextAccount();
  const made = await Promise.all(Array.from({ length: 5 }, () => accounts.ensureForgeUser(octocat)));
  expect(new Set(made.map(({ id }) => id)).size).toBe(1);
  expect(await accounts.ensureForgeUser(account("renamed"))).toEqual(made[0]);
  // Somebody may have the name of a user here, which makes them nobody.
  const local = await accounts.ensureUser("local");
  expect((await accounts.ensureForgeUser({ ...nextAccount(), login: "local" })).id).not.toBe(local.id);
});

test("who links the account gets what it asked for, and pays and counts for it from then on", async () => {
  const accounts = postgresAccountStore(db);
  const octocat = nextAccount();
  const standing = await accounts.ensureForgeUser(octocat);
  const task = await newTask(db, { assignedBy: standing.id });
  const actor: Actor = {
    ...{ kind: "forge_account", userId: standing.id, projectId: task.repoId, permission: "write" },
    ...octocat,
  };
  const execution = { ...newExecution(task), askedBy: actor };
  await postgresTaskStore(db).create({ task, executions: [execution], credentials: [], dedupeKey: null, actor });
  await postgresMessageStore(db).add(task.id, "Also the docs", actor);
  expect(await accounts.findForgePerson(octocat)).toBeNull();
  const ada = await accounts.ensureUser("ada");
  await accounts.linkForgeAccount({ account: octocat, userId: ada.id });
  expect(await accounts.findForgePerson(octocat)).toEqual(ada);
  await accounts.linkForgeAccount({ account: octocat, userId: ada.id });
  expect(await accounts.ensureForgeUser(octocat)).toEqual(ada);
  expect(await accounts.getUser(standing.id)).toBeNull();
  const owned = { ...actor, userId: ada.id };
  expect((await postgresTaskStore(db).get(task.id))?.assignedBy).toBe(ada.id);
  expect((await postgresExecutionStore(db).get(execution.id))?.askedBy).toEqual(owned);
  expect((await postgresMessageStore(db).listUndelivered(task.id)).map(({ sentBy }) => sentBy)).toEqual([owned]);
});

test("an account that somebody linked is nobody else's to link, and nothing moves", async () => {
  const accounts = postgresAccountStore(db);
  const octocat = nextAccount();
  const [ada, eve] = [await accounts.ensureUser("ada"), await accounts.ensureUser("eve")];
  await accounts.linkForgeAccount({ account: octocat, userId: ada.id });
  const task = await newTask(db, { assignedBy: ada.id });
  await postgresTaskStore(db).create({
    ...{ task, executions: [newExecution(task)], credentials: [], dedupeKey: null },
    actor: { kind: "person", userId: ada.id },
  });
  await expect(accounts.linkForgeAccount({ account: octocat, userId: eve.id })).rejects.toMatchObject({
    code: "conflict",
  });
  expect(await accounts.ensureForgeUser(octocat)).toEqual(ada);
  expect((await postgresTaskStore(db).get(task.id))?.assignedBy).toBe(ada.id);
});
