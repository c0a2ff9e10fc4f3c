import { expect, test } from "vitest";
import { createFairQueue } from "./fair-queue.ts";

test("owners take turns, however much one of them has waiting", () => {
  const queue = createFairQueue<number>();
  for (const item of [1, 2, 3]) {
    queue.add("much", item);
  }
  queue.add("little", 4);
  expect(queue.take()).toEqual({ owner: "much", item: 1 });
  queue.release("much");
  expect(queue.take()).toEqual({ owner: "little", item: 4 });
  expect(queue.take()).toEqual({ owner: "much", item: 2 });
});

test("an owner has one item taken at a time", () => {
  const queue = createFairQueue<number>();
  queue.add("one", 1);
  queue.add("one", 2);
  expect(queue.take()).toEqual({ owner: "one", item: 1 });
  expect(queue.take()).toBeUndefined();
  queue.release("one");
  expect(queue.take()).toEqual({ owner: "one", item: 2 });
});
