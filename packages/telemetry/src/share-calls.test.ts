import { expect, test } from "vitest";
import { shareCalls } from "./share-calls.ts";

test("those who ask at once share one call", async () => {
  let calls = 0;
  const { promise, resolve } = Promise.withResolvers<number>();
  const ask = shareCalls(() => {
    calls += 1;
    return promise;
  }, 0);
  const asked = [ask(), ask()];
  resolve(7);
  expect(await Promise.all(asked)).toEqual([7, 7]);
  expect(calls).toBe(1);
});

test("an outcome counts as long as it is fresh, and a failure not at all", async () => {
  let calls = 0;
  const ask = shareCalls(async () => {
    calls += 1;
    if (calls === 1) {
      throw new Error("away");
    }
    return calls;
  }, 3_600_000);
  await expect(ask()).rejects.toThrow("away");
  expect(await ask()).toBe(2);
  expect(await ask()).toBe(2);
});
