import { randomUUID } from "node:crypto";
import { type NewOutboxItem, OUTBOX_LIFETIME_SECONDS, type OutboxItem } from "@catalyst/core/notification";
import { afterAll, beforeAll, expect, test } from "vitest";
import type { Database } from "../../database.ts";
import { eq, sql } from "../../drizzle.ts";
import { notificationDestinations, outbox } from "../../schema/notifications.ts";
import { testDatabase } from "../../testing/test-database.ts";
import { postgresAccountStore } from "../accounts/account-store.ts";
import { postgresOutboxStore } from "./outbox-store.ts";

let db: Database;

beforeAll(async () => {
  db = await testDatabase();
});
afterAll(() => db?.close());

const store = () => postgresOutboxStore(db);
const LEASE = { kinds: ["notification"], leaseSeconds: 600 } as const;

function newItem(change: Partial<NewOutboxItem> = {}): NewOutboxItem {
  const one = { key: randomUUID(), kind: "notification", lane: randomUUID(), payload: { a: 1 } } as const;
  return { ...one, destinationId: null, taskId: null, lifetimeSeconds: OUTBOX_LIFETIME_SECONDS, ...change };
}

async function claimAll(): Promise<OutboxItem[]> {
  const claimed: OutboxItem[] = [];
  for (let item = await store().claimNext(LEASE); item !== null; item = await store().claimNext(LEASE)) {
    claimed.push(item);
  }
  return claimed;
}

/** As when whoever was at it died, and its time is over. */
async function endLease(id: string): Promise<void> {
  await db.drizzle.update(outbox).set({ leasedUntil: sql`now() - interval '1 second'` }).where(eq(outbox.id, id));
}

test("what is written twice is there once, and whoever is at it is the only one however many ask", async () => {
  const item = newItem();
  const ids = await Promise.all([1, 2, 3].map(() => store().add(item)));
  expect(new Set(ids).size).toBe(1);
  const claims = await Promise.all(Array.from({ length: 20 }, () => store().claimNext(LEASE)));
  const claimed = claims.filter((claim) => claim !== null);
  expect(claimed).toMatchObject([{ id: ids[0], attempts: 1, state: "waiting", payload: { a: 1 } }]);
  await store().settle(claimed[0] as OutboxItem, { kind: "delivered" });
  expect(await store().claimNext(LEASE)).toBeNull();
});

test("a lease is renewed by who has it alone, and not once it is settled", async () => {
  const id = await store().add(newItem());
  const [first] = await claimAll();
  await endLease(id);
  expect(await store().renew(first as OutboxItem, LEASE)).toBe(true);
  expect(await claimAll()).toEqual([]);
  await endLease(id);
  const [second] = await claimAll();
  expect(await store().renew(first as OutboxItem, LEASE)).toBe(false);
  await store().settle(second as OutboxItem, { kind: "again", dueAt: new Date(0), problem: "away" });
  expect(await store().renew(second as OutboxItem, LEASE)).toBe(false);
  const [third] = await claimAll();
  expect(third).toMatchObject({ id, attempts: 3 });
  await store().settle(third as OutboxItem, { kind: "delivered" });
});

test("what is tried soon, or is being tried, is counted; what waits for long, or is settled, isn't", async () => {
  const soon = () => store().countDueWithin(60);
  expect(await soon()).toBe(0);
  await store().add(newItem());
  expect(await soon()).toBe(1);
  const item = (await store().claimNext(LEASE)) as OutboxItem;
  expect(await soon()).toBe(1);
  await store().settle(item, { kind: "again", dueAt: new Date(Date.now() + 3_600_000), problem: null });
  expect(await soon()).toBe(0);
  expect(await store().countDueWithin(7200)).toBe(1);
  await db.drizzle.delete(outbox).where(eq(outbox.id, item.id));
});

test("many that are claimed by many at once are each had by one", async () => {
  const added = await Promise.all(Array.from({ length: 40 }, () => store().add(newItem())));
  const claimed = (await Promise.all([1, 2, 3, 4].map(claimAll))).flat();
  expect(claimed.map(({ id }) => id).toSorted()).toEqual(added.toSorted());
  await Promise.all(claimed.map((item) => store().settle(item, { kind: "delivered" })));
});

test("of whoever dies at it, the next one gets it with its id, and the late word of the dead one counts for nothing", async () => {
  const id = await store().add(newItem());
  const first = (await store().claimNext(LEASE)) as OutboxItem;
  expect(await store().claimNext(LEASE)).toBeNull();
  await endLease(id);
  const second = (await store().claimNext(LEASE)) as OutboxItem;
  expect([second.id, second.attempts]).toEqual([id, 2]);
  await store().settle(first, { kind: "dead", problem: "late" });
  const [row] = await db.drizzle.select().from(outbox).where(eq(outbox.id, id));
  expect(row).toMatchObject({ state: "waiting", problem: null });
  await store().settle(second, { kind: "delivered" });
});

test("what goes the same way is done one after another in its order, and holds nothing else up", async () => {
  const lane = randomUUID();
  const [first, second] = [await store().add(newItem({ lane })), await store().add(newItem({ lane }))];
  const other = await store().add(newItem());
  const claimed = await claimAll();
  expect(claimed.map(({ id }) => id)).toEqual([first, other]);
  await store().settle(claimed[0] as OutboxItem, { kind: "delivered" });
  const next = await claimAll();
  expect(next.map(({ id }) => id)).toEqual([second]);
  for (const item of [...next, ...claimed]) {
    await store().settle(item, { kind: "delivered" });
  }
});

test("of one lane one is had at a time, however many ask at once", async () => {
  const lane = randomUUID();
  const added = await Promise.all(Array.from({ length: 10 }, () => store().add(newItem({ lane }))));
  for (const _ of added) {
    const claims = await Promise.all(Array.from({ length: 16 }, () => store().claimNext(LEASE)));
    const claimed = claims.filter((claim) => claim !== null);
    expect(claimed).toHaveLength(1);
    await store().settle(claimed[0] as OutboxItem, { kind: "delivered" });
  }
});

test("one person's receivers, however many and slow, leave places for others'", async () => {
  const accounts = postgresAccountStore(db);
  const destinationOf = async (login: string) => {
    const { id: userId } = await accounts.ensureUser(login);
    const one = { userId, name: randomUUID(), channel: "webhook", kinds: [] };
    const [made] = await db.drizzle.insert(notificationDestinations).values(one).returning();
    return made?.id as string;
  };
  for (let count = 0; count < 20; count++) {
    const destinationId = await destinationOf("eve");
    await store().add(newItem({ destinationId }));
    await store().add(newItem({ destinationId, lane: `test:${destinationId}` }));
  }
  const other = await store().add(newItem({ destinationId: await destinationOf("ann") }));
  const claimed = (await Promise.all([1, 2, 3, 4].map(claimAll))).flat();
  expect(claimed).toHaveLength(5);
  expect(claimed.map(({ id }) => id)).toContain(other);
});

test("what failed comes again when it is due, with its reason, and what was given up not at all", async () => {
  const id = await store().add(newItem());
  const item = (await store().claimNext(LEASE)) as OutboxItem;
  const dueAt = new Date(Date.now() + 3_600_000);
  await store().settle(item, { kind: "again", dueAt, problem: "answered 500" });
  expect(await store().claimNext(LEASE)).toBeNull();
  await db.drizzle.update(outbox).set({ dueAt: sql`now()` }).where(eq(outbox.id, id));
  const again = (await store().claimNext(LEASE)) as OutboxItem;
  expect(again).toMatchObject({ id, attempts: 2, problem: "answered 500" });
  await store().settle(again, { kind: "dead", problem: "answered 410" });
  expect(await store().claimNext(LEASE)).toBeNull();
  const before = new Date(Date.now() + 60_000);
  expect(await store().removeSettled({ deliveredBefore: before, deadBefore: new Date(0) })).toBeGreaterThan(0);
  expect(await store().removeSettled({ deliveredBefore: before, deadBefore: before })).toBe(1);
});

test("a kind that whoever asks doesn't do is left to others", async () => {
  await store().add(newItem({ kind: "comment" as never }));
  expect(await store().claimNext(LEASE)).toBeNull();
});

test("who watches hears of what is added", async () => {
  let heard = 0;
  const stop = await store().watch(() => {
    heard += 1;
  });
  await store().add(newItem());
  await expect.poll(() => heard).toBeGreaterThan(0);
  stop();
});
