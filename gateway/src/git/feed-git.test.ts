import { Readable, Writable } from "node:stream";
import { expect, test } from "vitest";
import { feedGit } from "./feed-git.ts";

const CHUNK = Buffer.alloc(16);

test("however often git is waited for, as many listeners wait with it", async () => {
  const counts: number[] = [];
  const target = new Writable({
    highWaterMark: 1,
    write: (_chunk, _encoding, done) => {
      counts.push(target.listenerCount("close"));
      setImmediate(done);
    },
  });
  await feedGit(target, Readable.from(Array(200).fill(CHUNK)), () => undefined);
  expect(counts).toHaveLength(200);
  expect(Math.max(...counts)).toBeLessThanOrEqual(3);
});

test("a git that stops reading in the middle doesn't keep the rest from being read", async () => {
  const target = new Writable({ highWaterMark: 1, write: () => setImmediate(() => target.destroy()) });
  const input = Readable.from(Array(200).fill(CHUNK));
  await feedGit(target, input, () => undefined);
  expect(input.readableEnded).toBe(true);
});

test("a request that breaks off ends git", async () => {
  const target = new Writable({ write: (_chunk, _encoding, done) => done() });
  let isKilled = false;
  const input = new Readable({ read: () => input.destroy(new Error("broken off")) });
  const kill = () => {
    isKilled = true;
  };
  await expect(feedGit(target, input, kill)).rejects.toThrow("broken off");
  expect(isKilled).toBe(true);
});
