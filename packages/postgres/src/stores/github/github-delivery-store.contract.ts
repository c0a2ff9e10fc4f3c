import { randomUUID } from "node:crypto";
import type { DeliveryOutcome, GitHubDelivery, NewDelivery } from "@catalyst/core/forge";
import { afterAll, beforeAll, beforeEach, expect, test } from "vitest";
import { describeApp, type GitHubStores } from "../../testing/github-stores.ts";

const LEASE = { leaseSeconds: 600 };
const FACTS = { action: "assigned", installationId: 2 ** 33, repositoryId: 2 ** 34 };
const IGNORED: DeliveryOutcome = { kind: "done", decision: "ignored", reason: "no rule", facts: FACTS };
const DECIDED: DeliveryOutcome = { kind: "done", decision: "task", reason: "assigned", facts: FACTS };

/** What every store of deliveries promises. */
export function githubDeliveryStoreContract(openStores: () => Promise<GitHubStores>): void {
  let stores: GitHubStores;
  let appId: string;
  beforeAll(async () => {
    stores = await openStores();
  });
  afterAll(() => stores?.close());
  beforeEach(async () => {
    for (const { id } of await stores.apps.list()) {
      await stores.apps.remove(id);
    }
    const app = describeApp();
    await stores.apps.insert(app);
    appId = app.id;
  });

  const describeDelivery = (body = "{}") => ({
    appId,
    guid: randomUUID(),
    event: "issues",
    body: Buffer.from(body),
  });

  const add = async (delivery: NewDelivery) => (await stores.deliveries.add([delivery]))[0];

  async function claim(): Promise<GitHubDelivery> {
    const delivery = await stores.deliveries.claimNext(LEASE);
    if (delivery === null) {
      throw new Error("no delivery is due");
    }
    return delivery;
  }

  test("what was added first is had first, as it came, by one at a time", async () => {
    const added = [describeDelivery('{"\u0000": "é"}'), describeDelivery("not JSON")];
    for (const delivery of added) {
      expect(await add(delivery)).toBe("added");
    }
    expect(await stores.deliveries.measureWaiting()).toEqual({
      count: 2,
      bytes: added.reduce((sum, { body }) => sum + body.length, 0),
    });
    const claimed = await Promise.all([stores.deliveries.claimNext(LEASE), stores.deliveries.claimNext(LEASE)]);
    expect(claimed.toSorted((a, b) => Number(a?.number) - Number(b?.number))).toMatchObject(added);
    expect(await stores.deliveries.claimNext(LEASE)).toBeNull();
  });

  test("what comes twice is there once, until it is removed", async () => {
    const delivery = describeDelivery();
    const stored = await Promise.all(Array.from({ length: 4 }, () => add(delivery)));
    expect(stored.toSorted()).toEqual(["added", "known", "known", "known"]);
    await stores.deliveries.settle(await claim(), DECIDED);
    expect(await add(delivery)).toBe("known");
    expect(await stores.deliveries.claimNext(LEASE)).toBeNull();
    const other = describeApp();
    await stores.apps.insert(other);
    expect(await stores.deliveries.findKnown(other.id, [delivery.guid])).toEqual([]);
    expect(await add({ ...delivery, appId: other.id })).toBe("added");
    expect(await stores.deliveries.findKnown(appId, [delivery.guid, randomUUID()])).toEqual([delivery.guid]);
  });

  test("of several each has its own answer, and those that can be are stored in their order", async () => {
    const [known, first, second] = [describeDelivery(), describeDelivery("1"), describeDelivery("2")];
    await add(known);
    const stray = { ...describeDelivery(), appId: randomUUID() };
    expect(await stores.deliveries.add([first, stray, known, second])).toEqual(["added", "gone", "known", "added"]);
    const bodies = [await claim(), await claim(), await claim()].map(({ body }) => body.toString());
    expect(bodies).toEqual(["{}", "1", "2"]);
    expect(await stores.deliveries.claimNext(LEASE)).toBeNull();
  });

  test("what somebody died over is had again once the lease is over, and their word doesn't count any more", async () => {
    await add(describeDelivery());
    const first = await claim();
    await stores.age(first.number, 1);
    const second = await claim();
    expect([first.attempts, second.attempts]).toEqual([1, 2]);
    expect(await stores.deliveries.settle(first, DECIDED)).toBe(false);
    expect(await stores.deliveries.settle(second, DECIDED)).toBe(true);
    expect(await stores.deliveries.settle(second, IGNORED)).toBe(false);
    expect(await stores.deliveries.measureWaiting()).toEqual({ count: 0, bytes: 0 });
  });

  test("a lease is renewed by who has it alone, and not once it is settled", async () => {
    await add(describeDelivery());
    const first = await claim();
    await stores.age(first.number, 1);
    expect(await stores.deliveries.renew(first, LEASE)).toBe(true);
    expect(await stores.deliveries.claimNext(LEASE)).toBeNull();
    await stores.age(first.number, 1);
    const second = await claim();
    expect(await stores.deliveries.renew(first, LEASE)).toBe(false);
    await stores.deliveries.settle(second, { kind: "again", dueAt: new Date(0), reason: "away" });
    expect(await stores.deliveries.renew(second, LEASE)).toBe(false);
    expect((await claim()).attempts).toBe(3);
  });

  test("what is tried again later lets others go first", async () => {
    await add(describeDelivery());
    const first = await claim();
    await stores.deliveries.settle(first, { kind: "again", dueAt: new Date(Date.now() + 3_600_000), reason: "away" });
    await add(describeDelivery("later"));
    expect((await claim()).body.toString()).toBe("later");
    expect(await stores.deliveries.claimNext(LEASE)).toBeNull();
    await stores.age(first.number, 1);
    expect((await claim()).number).toBe(first.number);
  });

  test("what was set aside is tried anew when it comes again", async () => {
    const delivery = describeDelivery();
    await add(delivery);
    await stores.deliveries.settle(await claim(), { kind: "failed", reason: "can't be read" });
    expect(await stores.deliveries.claimNext(LEASE)).toBeNull();
    expect(await add(delivery)).toBe("known");
    expect(await claim()).toMatchObject({ ...delivery, attempts: 1 });
  });

  test("what came to nothing is removed before what came to something, and what waits is not", async () => {
    const numbers: number[] = [];
    for (const outcome of [IGNORED, DECIDED, { kind: "failed", reason: "no" } as const]) {
      await add(describeDelivery());
      const delivery = await claim();
      await stores.deliveries.settle(delivery, outcome);
      numbers.push(delivery.number);
    }
    await add(describeDelivery());
    const hoursAgo = (hours: number) => new Date(Date.now() - hours * 3_600_000);
    const remove = () => stores.deliveries.removeSettled({ ignoredBefore: hoursAgo(24), decidedBefore: hoursAgo(48) });
    const age = async (hours: number) => {
      for (const number of numbers) {
        await stores.age(number, hours);
      }
    };
    expect(await remove()).toBe(0);
    await age(25);
    expect(await remove()).toBe(1);
    await age(49);
    expect(await remove()).toBe(2);
    expect((await stores.deliveries.measureWaiting()).count).toBe(1);
  });

  test("whoever watches is told of what is added, and an App that is gone hears nothing", async () => {
    let told = 0;
    const stop = await stores.deliveries.watch(() => {
      told += 1;
    });
    await add(describeDelivery());
    await expect.poll(() => told).toBe(1);
    stop();
    await stores.apps.remove(appId);
    expect(await add(describeDelivery())).toBe("gone");
    expect(await stores.deliveries.measureWaiting()).toEqual({ count: 0, bytes: 0 });
  });
}
