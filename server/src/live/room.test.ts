import { setImmediate as nextTurn } from "node:timers/promises";
import { expect, test } from "vitest";
import { encodeFrame, type LiveSource } from "./live-source.ts";
import { openRoom } from "./room.ts";

test("who follows is told of what is there while more and more comes", async () => {
  let isFlowing = false;
  const source: LiveSource = {
    async read(after) {
      await nextTurn();
      return { frames: isFlowing ? [encodeFrame(after + 1, "x")] : [], hasEnded: false };
    },
    watch: async () => async () => undefined,
  };
  const room = await openRoom(source);
  let told = 0;
  room.onNews(() => {
    told += 1;
  });
  await room.next(0);
  isFlowing = true;
  await expect.poll(() => told).toBeGreaterThan(2);
  expect((await room.next(0)).frames[0]?.number).toBe(1);
  isFlowing = false;
  await room.close();
});

test("a page that had all there was isn't followed by a look for more, until there is news", async () => {
  let count = 0;
  let reads = 0;
  let announce = () => {};
  const source: LiveSource = {
    async read(after) {
      reads += 1;
      const numbers = Array.from({ length: count - after }, (_, index) => after + index + 1);
      return { frames: numbers.map((number) => encodeFrame(number, "x")), hasEnded: false, isAll: true };
    },
    async watch(onChange) {
      announce = onChange;
      return async () => undefined;
    },
  };
  const room = await openRoom(source);
  await room.next(0);
  await expect.poll(() => reads).toBe(2);
  for (const expected of [1, 2]) {
    count = expected;
    announce();
    await expect.poll(async () => (await room.next(0)).frames.length).toBe(expected);
    expect(reads).toBe(2 + expected);
  }
  await room.close();
});
