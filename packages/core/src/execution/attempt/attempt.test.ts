import { expect, test } from "vitest";
import { type Attempt, beginAttempt, describeAttempt, failAttempt, isHopeless } from "./attempt.ts";

function fail(...errors: string[]): Attempt {
  return errors.reduce<Attempt | undefined>(
    (attempt, error) => failAttempt(attempt, new Error(error)),
    undefined,
  ) as Attempt;
}

function begin(before: Attempt | undefined, worker: string, isCrash = false): Attempt {
  return beginAttempt(before, { worker, hasCrashed: () => isCrash });
}

/** The first ones are killed, the rest crash. */
function die(times: number, crashes = 0): Attempt {
  let attempt = begin(undefined, "worker 0");
  for (let number = 1; number <= times; number++) {
    attempt = begin(attempt, `worker ${number}`, number > times - crashes);
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
  expect(begin(begin(undefined, "w"), "w", true).deaths).toBe(0);
  expect(begin(fail("a"), "other", true).deaths).toBe(0);
  expect(isHopeless(die(4))).toBe(false);
  expect(isHopeless(die(5))).toBe(true);
  expect(describeAttempt(die(5))).toBe("5 workers died at it");
});

test("two crashes are enough, however many were killed beside them", () => {
  expect(begin(begin(undefined, "w"), "w", true).crashes).toBe(0);
  expect(isHopeless(die(4, 1))).toBe(false);
  expect(isHopeless(die(2, 2))).toBe(true);
  expect(describeAttempt(die(3, 2))).toBe("2 workers crashed at it");
});
