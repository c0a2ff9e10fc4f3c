import { once } from "node:events";
import { Writable } from "node:stream";
import { expect, test } from "vitest";
import { encodeFrame, type LiveSource } from "./live-source.ts";
import { pourRoom, type Viewer } from "./pour-room.ts";
import { openRoom } from "./room.ts";

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

function viewer(response: Viewer["response"], stallSeconds: number): Viewer {
  const left = new AbortController();
  response.once("close", () => left.abort());
  return { response, after: 0, signal: left.signal, stallSeconds, heartbeatSeconds: 60 };
}

test("a client that doesn't read is cut", async () => {
  const { response, taken } = createSlowClient();
  const closed = once(response, "close");
  await pourRoom(await openRoom(sourceOf(10)), viewer(response, 0.05));
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
  await pourRoom(await openRoom(sourceOf(10)), viewer(response, 60));
  await once(response, "finish");
  clearInterval(reading);
  expect(taken.join("").match(/^id: .*$/gm)).toHaveLength(10);
  expect(taken.at(-1)).toContain("event: end");
  expect(longest).toBeLessThan(500);
});
