import { randomUUID } from "node:crypto";
import type { Owner } from "@catalyst/core";
import { afterAll, beforeAll, expect, test } from "vitest";
import type { Database } from "../../database.ts";
import { storeTeam } from "../../testing/stored-team.ts";
import { testDatabase } from "../../testing/test-database.ts";
import { postgresAccountStore } from "./account-store.ts";
import { postgresRepoStore } from "./repo-store.ts";
import { postgresSettingsStore } from "./settings-store.ts";

let db: Database;
beforeAll(async () => {
  db = await testDatabase();
}, 60_000);
afterAll(() => db?.close());

async function makeUser(): Promise<string> {
  return (await postgresAccountStore(db).ensureUser(`user-${randomUUID()}`)).id;
}

async function makeRepo(owner: Owner) {
  const { id: projectId } = await postgresAccountStore(db).ensureProject(owner);
  const repo = { projectId, vcs: "local", url: "/srv/shop", name: "shop", defaultBranch: null } as const;
  return { projectId, repoId: (await postgresRepoStore(db).ensure(repo)).id };
}

test("a project that many ensure at once is there once", async () => {
  const owner = { kind: "user", userId: await makeUser() } as const;
  const accounts = postgresAccountStore(db);
  const ensured = await Promise.all(Array.from({ length: 8 }, () => accounts.ensureProject(owner)));
  expect(new Set(ensured.map(({ id }) => id)).size).toBe(1);
});

test("a person's project names no agents, and a team's names those that the project begins with", async () => {
  const userId = await makeUser();
  const teamId = await storeTeam(db, { [userId]: "owner" });
  const configOf = async (owner: Owner) => postgresSettingsStore(db).get((await makeRepo(owner)).projectId);
  expect(await configOf({ kind: "user", userId })).toMatchObject({ ownerKeys: [], timeoutMinutes: 30, hooks: {} });
  expect(await configOf({ kind: "team", teamId })).toMatchObject({
    ownerKeys: ["enabledAgents"],
    enabledAgents: ["claude-code", "aider"],
  });
});

test("people see their own projects and those of their teams, as what they are in these, and no others", async () => {
  const accounts = postgresAccountStore(db);
  const [admin, viewer, nobody] = [await makeUser(), await makeUser(), await makeUser()];
  const teamId = await storeTeam(db, { [admin]: "admin", [viewer]: "viewer" });
  await storeTeam(db, { [nobody]: "owner" });
  const own = await makeRepo({ kind: "user", userId: admin });
  const shared = await makeRepo({ kind: "team", teamId });
  const roles = async (userId: string) =>
    new Map((await accounts.listProjects(userId)).map(({ id, role }) => [id, role]));
  expect(await roles(admin)).toEqual(
    new Map([
      [own.projectId, "owner"],
      [shared.projectId, "admin"],
    ]),
  );
  expect(await roles(viewer)).toEqual(new Map([[shared.projectId, "viewer"]]));
  expect(await roles(nobody)).toEqual(new Map());
  for (const [userId, role] of [
    [admin, "admin"],
    [viewer, "viewer"],
    [nobody, null],
    [null, null],
  ] as const) {
    const found = await accounts.findProject({ repoId: shared.repoId, userId });
    expect(found).toEqual({ id: shared.projectId, teamId, role });
  }
  expect(await accounts.findProject({ repoId: randomUUID(), userId: admin })).toBeNull();
});
