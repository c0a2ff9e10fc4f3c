import { expect, test } from "vitest";
import { createTokenBucket } from "./token-bucket.ts";

test("a burst is let through, then the rate, and the wait is told", () => {
  let now = 0;
  const bucket = createTokenBucket({ perSecond: 2, burst: 4 }, () => now);
  expect(bucket.take(4)).toBe(0);
  expect(bucket.take(1)).toBe(0.5);
  now = 500;
  expect(bucket.take(1)).toBe(0);
  now = 10_000;
  expect(bucket.take(5)).toBe(0);
  expect(bucket.take(1)).toBe(1);
});

test("a clock that goes backwards gives nothing and takes nothing", () => {
  let now = 10_000;
  const bucket = createTokenBucket({ perSecond: 1, burst: 2 }, () => now);
  bucket.take(2);
  now = 0;
  expect(bucket.take(1)).toBe(1);
});
