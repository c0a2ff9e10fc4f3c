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
