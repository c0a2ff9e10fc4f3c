import { randomUUID } from "node:crypto";
import { type AgentCredential, sealCredential } from "@catalyst/core";
import { openCredential } from "@catalyst/core/opening";
import { createTestKeys } from "@catalyst/core/testing";
import { afterAll, beforeAll, expect, test } from "vitest";
import type { Database } from "../../database.ts";
import { agentCredentials, gatewayKeys } from "../../schema/tasks.ts";
import { createTask, describeTask, storeTask } from "../../testing/stored-task.ts";
import { storeTeam } from "../../testing/stored-team.ts";
import { testDatabase } from "../../testing/test-database.ts";
import { postgresTaskStore } from "../tasks/task-store.ts";
import { postgresAccountStore } from "./account-store.ts";
import { postgresCredentialStore } from "./credential-store.ts";
import { postgresRepoStore } from "./repo-store.ts";

const { sealing, opening } = createTestKeys();
let db: Database;
beforeAll(async () => {
  db = await testDatabase();
  await db.drizzle.insert(gatewayKeys).values({ id: sealing.recipient.id });
});
afterAll(() => db?.close());

type Owned = Pick<AgentCredential, "provider"> & Partial<AgentCredential>;

function sealed(
  { provider, userId = null, teamId = null, taskId = null }: Owned,
  key = `sk-${randomUUID()}`,
): AgentCredential {
  const identity = { id: randomUUID(), provider, userId, teamId, taskId, createdAt: new Date() };
  return sealCredential(identity, { key, baseUrl: null }, sealing);
}

async function makeUser(): Promise<string> {
  return (await postgresAccountStore(db).ensureUser(`user-${randomUUID()}`)).id;
}

const makeTeam = (userId: string) => storeTeam(db, { [userId]: "member" });

test("a credential comes back as it was stored and opens", async () => {
  const store = postgresCredentialStore(db);
  const credential = sealed({ provider: "anthropic", userId: await makeUser() });
  await store.insert(credential);
  const stored = await store.get(credential.id);
  expect(stored).toEqual(credential);
  expect(openCredential(stored as AgentCredential, opening)).toEqual(openCredential(credential, opening));
});

test("what came of the last test is kept, until another secret is in its place", async () => {
  const store = postgresCredentialStore(db);
  const credential = sealed({ provider: "anthropic", userId: await makeUser() });
  await store.insert(credential);
  await store.noteTest(credential, "rejected");
  const tried = (await store.get(credential.id)) as AgentCredential;
  expect(tried.lastTest).toMatchObject({ outcome: "rejected" });
  expect(Date.parse(tried.lastTest?.at ?? "")).toBeGreaterThan(0);
  const other = { ...sealed(credential), id: credential.id };
  expect(await store.replaceSealed(tried, other)).toBe(true);
  expect((await store.get(credential.id))?.lastTest).toBeNull();
  await store.noteTest(credential, "ok");
  expect((await store.get(credential.id))?.lastTest).toBeNull();
});

test("an owner has one credential per provider, whoever stores at once", async () => {
  const store = postgresCredentialStore(db);
  const userId = await makeUser();
  const teamId = await makeTeam(userId);
  for (const owner of [{ userId }, { teamId }]) {
    const results = await Promise.allSettled(
      Array.from({ length: 5 }, () => store.insert(sealed({ provider: "openai", ...owner }))),
    );
    expect(results.filter(({ status }) => status === "fulfilled")).toHaveLength(1);
    const refused = results.find((result) => result.status === "rejected");
    expect(refused?.reason).toMatchObject({
      code: "conflict",
      way: expect.objectContaining({ kind: "replace_credential" }),
    });
    expect(JSON.stringify(refused?.reason.cause ?? "")).toBe('""');
    await store.insert(sealed({ provider: "gemini", ...owner }));
  }
  expect((await store.list({ kind: "user", userId })).map(({ provider }) => provider)).toEqual(["gemini", "openai"]);
  expect(await store.list({ kind: "team", teamId })).toHaveLength(2);
});

test("an owner has a key and a subscription of one provider, and one of each", async () => {
  const store = postgresCredentialStore(db);
  const userId = await makeUser();
  const subscription = () => sealed({ provider: "anthropic", userId }, `sk-ant-oat01-${randomUUID()}`);
  await store.insert(sealed({ provider: "anthropic", userId }));
  await store.insert(subscription());
  await expect(store.insert(subscription())).rejects.toMatchObject({ code: "conflict" });
  expect((await store.list({ kind: "user", userId })).map(({ kind }) => kind)).toEqual(["key", "subscription"]);
});

test("a credential without an owner or with two is refused by the database", async () => {
  const userId = await makeUser();
  const teamId = await makeTeam(userId);
  for (const owner of [{}, { userId, teamId }]) {
    const insert = db.drizzle.insert(agentCredentials).values({ ...sealed({ provider: "openai", ...owner }) });
    await expect(insert).rejects.toMatchObject({ cause: { constraint: "agent_credentials_one_owner" } });
  }
});

test("whoever asks pays: with the key that they brought along for the task before their own, and with nobody else's", async () => {
  const store = postgresCredentialStore(db);
  const { task } = await storeTask(db);
  const stranger = await makeUser();
  await store.insert(sealed({ provider: "anthropic", userId: stranger }));
  await store.insert(sealed({ provider: "anthropic", teamId: await makeTeam(stranger) }));
  const find = async (taskId: string, provider: string, userId = task.assignedBy) =>
    (await store.listUsable({ taskId, userId })).find((one) => one.provider === provider) ?? null;
  expect(await find(task.id, "anthropic")).toBeNull();
  const user = sealed({ provider: "anthropic", userId: task.assignedBy });
  const own = sealed({ provider: "anthropic", userId: task.assignedBy, taskId: task.id });
  for (const credential of [user, own]) {
    await store.insert(credential);
    expect((await find(task.id, "anthropic"))?.id).toBe(credential.id);
  }
  expect((await store.list({ kind: "user", userId: task.assignedBy })).map(({ id }) => id)).toEqual([user.id]);
  const other = await storeTask(db);
  expect((await find(other.task.id, "anthropic"))?.id).toBe(user.id);
  expect(await find(task.id, "openai")).toBeNull();
  // Whoever else asks for a turn of the task pays with their own.
  expect((await find(task.id, "anthropic", stranger))?.userId).toBe(stranger);
  expect(await find(task.id, "anthropic", await makeUser())).toBeNull();
});

test("a team's key is used for that team's projects alone, and only when one of the team asks", async () => {
  const store = postgresCredentialStore(db);
  const member = await makeUser();
  const [teamId, otherTeamId] = [await makeTeam(member), await makeTeam(member)];
  const credential = sealed({ provider: "gemini", teamId });
  await store.insert(credential);
  const ask = async (owner: { userId: string } | { teamId: string }, userId: string) =>
    (await store.listUsable({ taskId: await storeTaskOf(owner, member), userId }))[0]?.id ?? null;
  expect(await ask({ teamId }, member)).toBe(credential.id);
  expect(await ask({ teamId }, await makeUser())).toBeNull();
  expect(await ask({ userId: member }, member)).toBeNull();
  expect(await ask({ teamId: otherTeamId }, member)).toBeNull();
  const personal = sealed({ provider: "gemini", userId: member });
  await store.insert(personal);
  expect(await ask({ teamId }, member)).toBe(personal.id);
});

test("what an owner opened is for the tasks of the owner's own projects, and stays open when it is replaced", async () => {
  const store = postgresCredentialStore(db);
  const [owner, other] = [await makeUser(), await makeUser()];
  const teamId = await makeTeam(owner);
  const [personal, ofTeam] = [sealed({ provider: "anthropic", userId: owner }), sealed({ provider: "openai", teamId })];
  const tasks = [
    await storeTaskOf({ userId: owner }, other),
    await storeTaskOf({ teamId }, other),
    await storeTaskOf({ userId: other }, other),
  ];
  const open = async () => Promise.all(tasks.map(async (task) => (await store.listOpen(task)).map(({ id }) => id)));
  await store.insert(personal);
  await store.insert(ofTeam);
  expect(await open()).toEqual([[], [], []]);
  expect(await store.setOpen(personal.id, true)).toBe(true);
  expect(await store.setOpen(ofTeam.id, true)).toBe(true);
  expect(await open()).toEqual([[personal.id], [ofTeam.id], []]);
  const secret = { key: `sk-${randomUUID()}`, baseUrl: null };
  await store.replaceSealed(personal, sealCredential(personal, secret, sealing));
  expect((await store.get(personal.id))?.isOpen).toBe(true);
  await store.setOpen(personal.id, false);
  expect(await open()).toEqual([[], [ofTeam.id], []]);
  expect(await store.setOpen(randomUUID(), true)).toBe(false);
});

test("what was brought along for one task is open to nobody", async () => {
  const store = postgresCredentialStore(db);
  const { task } = await storeTask(db);
  const brought = sealed({ provider: "anthropic", userId: task.assignedBy, taskId: task.id });
  await store.insert(brought);
  await store.setOpen(brought.id, true);
  expect(await store.listOpen(task.id)).toEqual([]);
});

/** A task that somebody asks for in a project of this owner. */
async function storeTaskOf(owner: { userId: string } | { teamId: string }, assignedBy: string): Promise<string> {
  const kind = "userId" in owner ? ({ kind: "user", ...owner } as const) : ({ kind: "team", ...owner } as const);
  const { id: projectId } = await postgresAccountStore(db).ensureProject(kind);
  const place = { vcs: "local", url: "/srv/shop", name: "shop", defaultBranch: "main" } as const;
  const { id: repoId } = await postgresRepoStore(db).ensure({ projectId, ...place });
  const task = describeTask({ repoId, assignedBy });
  return (await createTask(postgresTaskStore(db), { task, dedupeKey: null })).task.id;
}

test("of two that replace a sealed key at once, one wins", async () => {
  const store = postgresCredentialStore(db);
  const before = sealed({ provider: "ollama", userId: await makeUser() });
  await store.insert(before);
  const after = [1, 2].map(() =>
    sealCredential(before, { key: `sk-${randomUUID()}`, baseUrl: "http://localhost" }, sealing),
  );
  const won = await Promise.all(after.map((replacement) => store.replaceSealed(before, replacement)));
  expect(won.filter(Boolean)).toHaveLength(1);
  const stored = (await store.get(before.id)) as AgentCredential;
  expect(openCredential(stored, opening)).toEqual(openCredential(after[won.indexOf(true)] as AgentCredential, opening));
});

test("use is noted; deleting twice deletes once", async () => {
  const store = postgresCredentialStore(db);
  const credential = sealed({ provider: "openrouter", userId: await makeUser() });
  await store.insert(credential);
  await store.markUsed(credential.id);
  expect((await store.get(credential.id))?.lastUsedAt).toBeInstanceOf(Date);
  expect(await store.delete(credential.id)).toBe(true);
  expect(await store.delete(credential.id)).toBe(false);
  expect(await store.get(credential.id)).toBeNull();
});
