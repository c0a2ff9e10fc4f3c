import { randomBytes, randomUUID } from "node:crypto";
import type { Role } from "@catalyst/core";
import { AMPLE } from "@catalyst/core/testing";
import { afterEach, beforeEach, expect, test } from "vitest";
import type { Database } from "../../database.ts";
import { type DoorStores, postgresDoorStores } from "../../door-stores.ts";
import { sessions } from "../../schema/sign-in.ts";
import { findSessionRow } from "../../sign-in-tables.ts";
import { storeTeam } from "../../testing/stored-team.ts";
import { testDatabase } from "../../testing/test-database.ts";

let db: Database;
let stores: DoorStores;
beforeEach(async () => {
  db = await testDatabase();
  stores = postgresDoorStores(db);
});
afterEach(() => db.close());

const idOf = async (login: string) => (await stores.accounts.ensureUser(login)).id;
const teamOf = (members: Record<string, Role>) => storeTeam(db, members);

async function inviteTo(teamId: string | null, role: Role | null, expiresAt = new Date(Date.now() + 60_000)) {
  const tokenHash = randomUUID().replaceAll("-", "").repeat(2);
  const invitedBy = await idOf("ann");
  await stores.invitations.add({ teamId, role, name: "Bea", tokenHash, invitedBy, expiresAt }, AMPLE);
  return tokenHash;
}

const roleIn = async (teamId: string, userId: string) =>
  (await db.pool.query("select role from team_members where team_id = $1 and user_id = $2", [teamId, userId])).rows[0]
    ?.role;

test("an invitation is accepted once, of ten who try at the same time", async () => {
  const [ann, bea] = [await idOf("ann"), await idOf("bea")];
  const teamId = await teamOf({ [ann]: "owner" });
  const tokenHash = await inviteTo(teamId, "viewer");
  const accepted = await Promise.all(
    Array.from({ length: 10 }, () => stores.invitations.accept({ tokenHash, userId: bea })),
  );
  expect(accepted.filter((each) => each !== null)).toHaveLength(1);
  expect(await roleIn(teamId, bea)).toBe("viewer");
  expect(await stores.invitations.list(teamId)).toEqual([]);
});

test("whoever is more in the team already stays it, and whoever is less becomes it", async () => {
  const [ann, bea] = [await idOf("ann"), await idOf("bea")];
  const teamId = await teamOf({ [ann]: "owner", [bea]: "member" });
  await stores.invitations.accept({ tokenHash: await inviteTo(teamId, "viewer"), userId: bea });
  expect(await roleIn(teamId, bea)).toBe("member");
  await stores.invitations.accept({ tokenHash: await inviteTo(teamId, "admin"), userId: bea });
  expect(await roleIn(teamId, bea)).toBe("admin");
});

test("an invitation that has expired is none, and goes with all that has", async () => {
  const bea = await idOf("bea");
  const tokenHash = await inviteTo(null, null, new Date(Date.now() - 1000));
  expect(await stores.invitations.find(tokenHash)).toBeNull();
  expect(await stores.invitations.accept({ tokenHash, userId: bea })).toBeNull();
  await db.pool.query(
    "insert into sessions (user_id, token, expires_at) values ($1, 'old', now() - interval '1 second'), ($1, 'new', now() + interval '1 day')",
    [bea],
  );
  await stores.audit.add({ kind: "sign_in_failed", userId: null, teamId: null, facts: {} });
  await stores.audit.add({ kind: "invited", userId: bea, teamId: null, facts: {} });
  await db.pool.query("update audit_entries set at = now() - interval '31 days'");
  await stores.people.deleteExpired();
  expect((await db.pool.query("select token from sessions")).rows).toEqual([{ token: "new" }]);
  expect((await db.pool.query("select 1 from team_invitations")).rows).toEqual([]);
  expect((await stores.audit.list({ limit: 10 })).map(({ kind }) => kind)).toEqual(["invited"]);
});

test("somebody who alone owns a team is removed with an heir only, who owns it then", async () => {
  const [ann, bea] = [await idOf("ann"), await idOf("bea")];
  const teamId = await teamOf({ [ann]: "owner", [bea]: "viewer" });
  await expect(stores.people.remove({ id: ann, heirId: null })).rejects.toMatchObject({ code: "conflict" });
  expect(await stores.people.find(ann)).not.toBeNull();
  await stores.people.remove({ id: ann, heirId: bea });
  expect([await roleIn(teamId, ann), await roleIn(teamId, bea)]).toEqual([undefined, "owner"]);
});

test("a session or a key that was being made while somebody was removed opens nothing", async () => {
  const [ann, bea] = [await idOf("ann"), await idOf("bea")];
  const make = async (userId: string) => {
    const [token, hash] = [randomUUID(), randomBytes(32)];
    await db.drizzle.insert(sessions).values({ userId, token, expiresAt: new Date(Date.now() + 60_000) });
    const about = { id: randomUUID(), userId, name: "ci", prefix: "cat_123456", role: "owner", within: null } as const;
    const times = { expiresAt: null, lastUsedAt: null, createdAt: new Date() };
    await stores.keys.insert({ ...about, ...times, scopes: [] }, hash, AMPLE);
    return async () => [(await findSessionRow(db, token)) !== null, (await stores.keys.findByHash(hash)) !== null];
  };
  await stores.people.remove({ id: ann, heirId: null });
  const [removed, present] = [await make(ann), await make(bea)];
  expect([await removed(), await present()]).toEqual([
    [false, false],
    [true, true],
  ]);
});

test("of somebody who was removed nothing tells who they were, and their keys are gone", async () => {
  const ann = await idOf("ann");
  const { id: projectId } = await stores.accounts.ensureProject({ kind: "user", userId: ann });
  await db.pool.query("insert into sessions (user_id, token, expires_at) values ($1, 'a', now() + interval '1 day')", [
    ann,
  ]);
  await db.pool.query("insert into user_accounts (user_id, provider_id, account_id) values ($1, 'github', '7')", [ann]);
  await stores.people.remove({ id: ann, heirId: null });
  for (const table of [
    "sessions",
    "api_keys",
    "user_accounts",
    "passkeys",
    "device_codes",
    "agent_credentials",
    "team_members",
  ]) {
    const { rows } = await db.pool.query(`select 1 from ${table} where user_id = $1`, [ann]);
    expect(rows, table).toEqual([]);
  }
  const { rows } = await db.pool.query("select row_to_json(u)::text as text from users u where id = $1", [ann]);
  expect(rows[0].text).not.toContain("ann@");
  expect(await stores.people.findByLogin("ann")).toBeNull();
  expect((await db.pool.query("select 1 from projects where id = $1", [projectId])).rows).toHaveLength(1);
  expect(await idOf("ann")).not.toBe(ann);
});

test("an heir who has a project of the same name gets the other under a name of its own", async () => {
  const [ann, bea] = [await idOf("ann"), await idOf("bea")];
  const { id } = await stores.accounts.ensureProject({ kind: "user", userId: ann });
  await stores.accounts.ensureProject({ kind: "user", userId: bea });
  await stores.people.remove({ id: ann, heirId: bea });
  const { rows } = await db.pool.query("select id, slug from projects where user_id = $1", [bea]);
  expect(rows).toHaveLength(2);
  expect(rows).toContainEqual({ id, slug: `default-of-${ann.slice(0, 8)}` });
});

test("a session is ended by whom it is of alone", async () => {
  const [ann, bea] = [await idOf("ann"), await idOf("bea")];
  await db.pool.query("insert into sessions (user_id, token, expires_at) values ($1, 'a', now() + interval '1 day')", [
    ann,
  ]);
  const [session] = await stores.signedIn.list(ann);
  const id = session?.id as string;
  expect(await stores.signedIn.list(bea)).toEqual([]);
  expect(await stores.signedIn.end({ userId: bea, id })).toBe(false);
  expect(await stores.signedIn.end({ userId: ann, id })).toBe(true);
  expect(await stores.signedIn.end({ userId: ann, id })).toBe(false);
});
