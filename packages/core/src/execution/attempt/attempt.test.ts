import { expect, test } from "vitest";
import { type Attempt, beginAttempt, describeAttempt, failAttempt, isHopeless } from "./attempt.ts";

function fail(...errors: string[]): Attempt {
  return errors.reduce<Attempt | undefined>(
    (attempt, error) => failAttempt(attempt, new Error(error)),
    undefined,
  ) as Attempt;
}

function die(times: number): Attempt {
  let attempt = beginAttempt(undefined, "worker 0");
  for (let number = 1; number <= times; number++) {
    attempt = beginAttempt(attempt, `worker ${number}`);
  }
  return attempt;
}

test("the same error twice in a row is one that would come again, others are not", () => {
  expect(isHopeless(fail("a"))).toBe(false);
  expect(isHopeless(fail("a", "a"))).toBe(true);
  expect(isHopeless(fail("a", "b", "a"))).toBe(false);
  expect(describeAttempt(fail("a", "a"))).toBe("it failed 2 times in a row: a");
});

test("workers that never came back from a step are counted, one that comes again is not", () => {
  expect(beginAttempt(beginAttempt(undefined, "w"), "w").deaths).toBe(0);
  expect(beginAttempt(fail("a"), "other").deaths).toBe(0);
  expect(isHopeless(die(4))).toBe(false);
  expect(isHopeless(die(5))).toBe(true);
  expect(describeAttempt(die(5))).toBe("5 workers died at it");
});
