import { randomUUID } from "node:crypto";
import type { AddedDelivery, NewDelivery } from "@catalyst/core/forge";
import { expect, test } from "vitest";
import { storeTogether } from "./store-together.ts";

const describeDelivery = (bytes = 10, guid: string = randomUUID()): NewDelivery => ({
  ...{ appId: "app", guid, event: "issues" },
  body: Buffer.alloc(bytes),
});

/** A store whose statements end when they are told to. */
function openStore() {
  const statements: { deliveries: readonly NewDelivery[]; end(error?: Error): void }[] = [];
  const add = (deliveries: readonly NewDelivery[]) =>
    new Promise<AddedDelivery[]>((resolve, reject) => {
      const added = deliveries.map(({ event }): AddedDelivery => (event === "gone" ? "gone" : "added"));
      statements.push({ deliveries, end: (error) => (error === undefined ? resolve(added) : reject(error)) });
    });
  const sizes = () => statements.map(({ deliveries }) => deliveries.length);
  return { statements, sizes, store: storeTogether({ add }) };
}

test("what comes alone is stored at once, and what comes while two statements are under way is stored together", async () => {
  const { statements, sizes, store } = openStore();
  const stored = [store(describeDelivery()), store(describeDelivery())];
  for (let count = 0; count < 70; count++) {
    stored.push(store({ ...describeDelivery(), event: count === 3 ? "gone" : "issues" }));
  }
  expect(sizes()).toEqual([1, 1]);
  statements[0]?.end();
  await stored[0];
  await expect.poll(sizes).toEqual([1, 1, 64]);
  statements[1]?.end();
  await expect.poll(sizes).toEqual([1, 1, 64, 6]);
  statements[2]?.end();
  statements[3]?.end();
  const added = await Promise.all(stored);
  expect(added.map((one, index) => (one === "gone" ? index : null)).filter((index) => index !== null)).toEqual([5]);
});

test("large ones are stored by few, one that is larger than that alone, and one that is sent twice not within one statement", async () => {
  const { statements, sizes, store } = openStore();
  const mib = 1024 * 1024;
  const stored = [10, 10, 3 * mib, mib, 25 * mib, 10].map((bytes) => store(describeDelivery(bytes)));
  stored.push(store(describeDelivery(10, "twice")), store(describeDelivery(10, "twice")));
  for (let ended = 0; ended < 6; ended++) {
    await expect.poll(() => statements.length).toBeGreaterThan(ended);
    statements[ended]?.end();
  }
  await Promise.all(stored);
  expect(sizes()).toEqual([1, 1, 2, 1, 2, 1]);
});

test("who was to be stored with others hears of the failure, and the next are tried", async () => {
  const { statements, store } = openStore();
  const first = store(describeDelivery());
  statements[0]?.end(new Error("away"));
  await expect(first).rejects.toThrow("away");
  const next = store(describeDelivery());
  statements[1]?.end();
  expect(await next).toBe("added");
});
