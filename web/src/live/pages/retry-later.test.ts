import { afterEach, beforeEach, expect, test, vi } from "vitest";
import { type RetryLater, retryLater } from "./retry-later.ts";

let later: RetryLater;
let tries: string[];

beforeEach(() => {
  vi.useFakeTimers();
  later = retryLater(() => Date.now());
  tries = [];
});
afterEach(() => vi.useRealTimers());

const fail = (part = "page") => later(() => tries.push(part));

test("what fails again and again is tried with growing pauses, and a minute at most between them", () => {
  const pauses = [2000, 4000, 8000, 16_000, 32_000, 60_000, 60_000];
  for (const [tried, pause] of pauses.entries()) {
    fail();
    vi.advanceTimersByTime(pause - 1);
    expect(tries).toHaveLength(tried);
    vi.advanceTimersByTime(1);
    expect(tries).toHaveLength(tried + 1);
  }
});

test("what fails anew after it was well for a while is tried soon", () => {
  fail();
  vi.advanceTimersByTime(2000);
  fail();
  vi.advanceTimersByTime(4000 + 120_001);
  fail();
  vi.advanceTimersByTime(2000);
  expect(tries).toHaveLength(3);
});

test("of several parts that failed together one has the page made again", () => {
  fail("list");
  fail("counts");
  vi.advanceTimersByTime(60_000);
  expect(tries).toEqual(["list"]);
});

test("what is left isn't tried any more, and whoever comes next is", () => {
  const stop = fail("left");
  const others = fail("other of the same page");
  others();
  stop();
  fail("next");
  vi.advanceTimersByTime(60_000);
  expect(tries).toEqual(["next"]);
});
