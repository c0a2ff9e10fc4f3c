import { once } from "node:events";
import { Writable } from "node:stream";
import { expect, test } from "vitest";
import { encodeFrame, type LiveSource } from "./live-source.ts";
import { type FollowedRoom, pourRooms } from "./pour-rooms.ts";
import { openRoom } from "./room.ts";
import type { Viewer } from "./write-frames.ts";

/** A client that takes the first bytes and then nothing more, until it is asked to. */
function createSlowClient() {
  const taken: string[] = [];
  const held: (() => void)[] = [];
  const stream = new Writable({
    highWaterMark: 64,
    write(chunk, _encoding, done) {
      taken.push(String(chunk));
      held.push(done);
    },
  });
  const read = () => {
    while (held.length > 0) {
      held.shift()?.();
    }
  };
  return { taken, read, response: Object.assign(stream, { writeHead: () => undefined }) };
}

function sourceOf(count: number): LiveSource {
  const frames = Array.from({ length: count }, (_, index) => encodeFrame(index + 1, "x".repeat(100)));
  return {
    read: async (after) => ({ frames: frames.slice(after, after + 2), hasEnded: after + 2 >= count }),
    watch: async () => async () => undefined,
  };
}

async function followed(source: LiveSource, label: string | null = null): Promise<FollowedRoom> {
  return { room: await openRoom(source), label, after: 0, isFromNow: false };
}

function viewer(response: Viewer["response"], stallSeconds: number): Viewer {
  const left = new AbortController();
  response.once("close", () => left.abort());
  return { response, signal: left.signal, stallSeconds, heartbeatSeconds: 60 };
}

test("a client that doesn't read is cut", async () => {
  const { response, taken } = createSlowClient();
  const closed = once(response, "close");
  await pourRooms([await followed(sourceOf(10))], viewer(response, 0.05));
  await closed;
  expect(response.destroyed).toBe(true);
  expect(taken.join("")).not.toContain("id: 3");
});

test("a client that reads slowly gets all, and no more than it takes is held for it", async () => {
  const { response, taken, read } = createSlowClient();
  let longest = 0;
  const reading = setInterval(() => {
    longest = Math.max(longest, response.writableLength);
    read();
  }, 1);
  await pourRooms([await followed(sourceOf(10))], viewer(response, 60));
  await once(response, "finish");
  clearInterval(reading);
  expect(taken.join("").match(/^id: .*$/gm)).toHaveLength(10);
  expect(taken.at(-1)).toContain("event: end");
  expect(longest).toBeLessThan(500);
});

test("of several that are followed each has its turn, and an id says what is had of all", async () => {
  const { response, taken, read } = createSlowClient();
  const reading = setInterval(read, 1);
  await pourRooms(await Promise.all([followed(sourceOf(5), "a"), followed(sourceOf(2), "b")]), viewer(response, 60));
  await once(response, "finish");
  clearInterval(reading);
  const text = taken.join("");
  expect(text.match(/^id: .*$/gm)?.map((line) => line.slice(4))).toEqual([
    "1.0",
    "2.0",
    "2.1",
    "2.2",
    "3.2",
    "4.2",
    "5.2",
  ]);
  expect(text.match(/^data: .*$/gm)?.[2]).toBe(`data: {"topic":"b","item":"${"x".repeat(100)}"}`);
  expect(text.match(/event: end/g)).toHaveLength(1);
});
