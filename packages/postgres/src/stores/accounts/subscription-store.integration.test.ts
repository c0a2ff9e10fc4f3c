import { randomUUID } from "node:crypto";
import { type AgentCredential, sealCredential } from "@catalyst/core";
import { rewrapCredential } from "@catalyst/core/opening";
import { createTestKeys } from "@catalyst/core/testing";
import { afterAll, beforeAll, expect, test } from "vitest";
import type { Database } from "../../database.ts";
import { gatewayKeys } from "../../schema/tasks.ts";
import { testDatabase } from "../../testing/test-database.ts";
import { postgresAccountStore } from "./account-store.ts";
import { postgresCredentialStore } from "./credential-store.ts";
import { postgresSubscriptionStore } from "./subscription-store.ts";

const { sealing, opening } = createTestKeys();
let db: Database;
beforeAll(async () => {
  db = await testDatabase();
  await db.drizzle.insert(gatewayKeys).values({ id: sealing.recipient.id });
});
afterAll(() => db?.close());

const seal = (identity: Parameters<typeof sealCredential>[0]) =>
  sealCredential(identity, { key: `sk-ant-oat01-${randomUUID()}`, baseUrl: null }, sealing);

async function storeSubscription(): Promise<AgentCredential> {
  const userId = (await postgresAccountStore(db).ensureUser(`user-${randomUUID()}`)).id;
  const owner = { userId, teamId: null, taskId: null };
  const credential = seal({ id: randomUUID(), provider: "anthropic", ...owner, createdAt: new Date() });
  await postgresCredentialStore(db).insert(credential);
  return credential;
}

const stored = (id: string) => postgresCredentialStore(db).get(id);

test("one refresh at a time: who comes later waits for the one that is at it, and other credentials don't", async () => {
  const [{ id }, other] = [await storeSubscription(), await storeSubscription()];
  const store = postgresSubscriptionStore(db);
  const [began, end] = [Promise.withResolvers<void>(), Promise.withResolvers<void>()];
  const order: string[] = [];
  const first = store.withRefreshLock(id, async () => {
    began.resolve();
    await end.promise;
    order.push("first");
  });
  await began.promise;
  const second = postgresSubscriptionStore(db).withRefreshLock(id, async () => order.push("second"));
  await store.withRefreshLock(other.id, async () => order.push("other"));
  end.resolve();
  await Promise.all([first, second]);
  expect(order).toEqual(["other", "first", "second"]);
});

test("a refresh that never told how it ended is known by who comes next, until its tokens come or it is undone", async () => {
  const { id } = await storeSubscription();
  const store = postgresSubscriptionStore(db);
  expect(await store.beginRefresh(id, { minAgeSeconds: 0 })).toBe("begun");
  expect(await store.beginRefresh(id, { minAgeSeconds: 0 })).toBe("unknown");
  await store.undoRefresh(id);
  expect(await store.beginRefresh(id, { minAgeSeconds: 0 })).toBe("begun");
  await store.requireSignIn(id, "the login is over.");
  expect(await stored(id)).toMatchObject({ signInNeeded: "the login is over.", refreshBeganAt: null });
});

test("new tokens end what was known of the old ones, and are too young to be refreshed when refused", async () => {
  const before = await storeSubscription();
  const [store, credentials] = [postgresSubscriptionStore(db), postgresCredentialStore(db)];
  await store.beginRefresh(before.id, { minAgeSeconds: 0 });
  await store.requireSignIn(before.id, "the login is over.");
  const refreshed = { ...seal(before), refreshedAt: new Date(0) };
  expect(await credentials.replaceSealed(before, refreshed)).toBe(true);
  expect(await stored(before.id)).toMatchObject({ signInNeeded: null, refreshBeganAt: null });
  expect(await store.beginRefresh(before.id, { minAgeSeconds: 300 })).toBe("too_soon");
  expect(await store.beginRefresh(before.id, { minAgeSeconds: 0 })).toBe("begun");
});

test("the same tokens in another wrapping are known as before", async () => {
  const before = await storeSubscription();
  const [store, credentials] = [postgresSubscriptionStore(db), postgresCredentialStore(db)];
  await store.beginRefresh(before.id, { minAgeSeconds: 0 });
  expect(await credentials.replaceSealed(before, rewrapCredential(before, opening))).toBe(true);
  expect(await store.beginRefresh(before.id, { minAgeSeconds: 0 })).toBe("unknown");
  await store.requireSignIn(before.id, "the login is over.");
  const again = (await stored(before.id)) as AgentCredential;
  await credentials.replaceSealed(again, rewrapCredential(again, opening));
  expect(await stored(before.id)).toMatchObject({ signInNeeded: "the login is over." });
});

test("a limit is kept as it was told, and one that isn't readable is none", async () => {
  const { id } = await storeSubscription();
  const limit = { isReached: true, resetsAt: "2026-11-27T05:00:00.000Z" };
  await postgresSubscriptionStore(db).noteLimit(id, limit);
  expect((await stored(id))?.limit).toEqual(limit);
  await db.pool.query("update agent_credentials set limit_state = '{\"newer\": 1}' where id = $1", [id]);
  expect((await stored(id))?.limit).toBeNull();
});
