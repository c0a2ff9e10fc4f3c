import { expect, test } from "vitest";
import { createPace } from "./pace.ts";

/** Does pieces of work at once that take so long each; in how many rounds of the event loop they were done. */
async function countRounds(pieces: number, milliseconds: number): Promise<number[]> {
  let now = 0;
  const pace = createPace(5, () => now);
  const done: number[] = [];
  let inRound = 0;
  const work = () =>
    pace(() => {
      now += milliseconds;
      inRound += 1;
    });
  const all = Promise.all(Array.from({ length: pieces }, work));
  while (done.reduce((sum, count) => sum + count, 0) < pieces) {
    done.push(inRound);
    inRound = 0;
    await new Promise((resolve) => setImmediate(resolve));
  }
  await all;
  return done.filter((count) => count > 0);
}

test("work that is short together is done in one round of the event loop", async () => {
  expect(await countRounds(4, 1)).toEqual([4]);
});

test("of long pieces at the same time, a round does one more than its slice has room for", async () => {
  expect(await countRounds(6, 4)).toEqual([2, 2, 2]);
  expect(await countRounds(3, 100)).toEqual([1, 1, 1]);
});

test("what the work returns or throws is its caller's", async () => {
  const pace = createPace(5, () => 0);
  expect(await pace(() => 7)).toBe(7);
  await expect(pace(() => JSON.parse("{"))).rejects.toThrow(SyntaxError);
});
