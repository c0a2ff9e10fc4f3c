import type { Owner } from "@catalyst/core";
import { afterAll, beforeAll, expect, test } from "vitest";
import type { Database } from "../../database.ts";
import { storeTeam } from "../../testing/stored-team.ts";
import { testDatabase } from "../../testing/test-database.ts";
import { postgresAccountStore } from "./account-store.ts";

let db: Database;
let accounts: ReturnType<typeof postgresAccountStore>;
beforeAll(async () => {
  db = await testDatabase();
  accounts = postgresAccountStore(db);
}, 60_000);
afterAll(() => db?.close());

const count = { next: 1 };
async function linked(login: string, forges: readonly string[]) {
  const { id: userId } = await accounts.ensureUser(login);
  for (const forge of forges) {
    count.next += 1;
    await accounts.linkForgeAccount({ account: { forge, accountId: String(count.next), login }, userId });
  }
  return userId;
}
const addPassword = (userId: string) =>
  db.pool.query("insert into user_accounts (user_id, provider_id, account_id) values ($1, 'credential', $2)", [
    userId,
    userId,
  ]);

test("a person's accounts of a forge are taken from them, and those of others and elsewhere stay", async () => {
  const userId = await linked("ada", ["github", "ghe.example", "github"]);
  const other = await linked("bea", ["github"]);
  await addPassword(userId);
  const before = await accounts.listForgeLinks(userId);
  expect(before.map(({ forge }) => forge).sort()).toEqual(["ghe.example", "github", "github"]);
  const removed = await accounts.unlinkForge({ userId, forge: "github", mayBeLast: false });
  expect(removed).toHaveLength(2);
  expect((await accounts.listForgeLinks(userId)).map(({ forge }) => forge)).toEqual(["ghe.example"]);
  expect(await accounts.listForgeLinks(other)).toHaveLength(1);
  const [accountId = ""] = removed;
  expect((await accounts.ensureForgeUser({ forge: "github", accountId, login: "ada" })).id).not.toBe(userId);
});

test("the last way to sign in isn't taken unless that may be, and a password is none of a forge's", async () => {
  const userId = await linked("carl", ["github"]);
  const unlink = (mayBeLast: boolean) => accounts.unlinkForge({ userId, forge: "github", mayBeLast });
  await expect(unlink(false)).rejects.toMatchObject({ code: "conflict" });
  expect(await accounts.listForgeLinks(userId)).toHaveLength(1);
  expect(await unlink(true)).toHaveLength(1);
  expect(await unlink(false)).toEqual([]);
  await addPassword(userId);
  expect(await accounts.unlinkForge({ userId, forge: "credential", mayBeLast: true })).toEqual([]);
});

test("who may have work done in a project is told with their accounts of that forge: its person, or the team's but for viewers", async () => {
  const own = await linked("dora", ["github", "ghe.example"]);
  const [admin, member, viewer] = [
    await linked("adam", ["github"]),
    await linked("max", []),
    await linked("vic", ["github"]),
  ];
  const teamId = await storeTeam(db, { [admin]: "admin", [member]: "member", [viewer]: "viewer" });
  const list = async (owner: Owner) => {
    const { id: projectId } = await accounts.ensureProject(owner);
    const people = await accounts.listProjectLinks({ projectId, forge: "github" });
    return people.map(({ login, links }) => `${login} ${links.length}`).sort();
  };
  expect(await list({ kind: "user", userId: own })).toEqual(["dora 1"]);
  expect(await list({ kind: "team", teamId })).toEqual(["adam 1", "max 0"]);
});
