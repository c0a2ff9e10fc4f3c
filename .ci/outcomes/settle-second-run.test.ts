import { describe, expect, test } from "vitest";
import { OUTSIDE, type Outcome } from "./outcome.ts";
import { settleSecondRun } from "./settle-second-run.ts";

const outcome = (file: string, title: string, result: Outcome["result"]): Outcome => ({ file, title, result });

describe("what a second run of failed files changes", () => {
  test("what failed at first and passed then has passed, and is marked; what failed twice has failed", () => {
    const first = [outcome("a", "lost", "failed"), outcome("a", "broken", "failed"), outcome("b", "fine", "passed")];
    const second = [outcome("a", "lost", "passed"), outcome("a", "broken", "failed")];
    expect(settleSecondRun(first, second).map(({ result }) => result)).toEqual(["passed_again", "failed", "passed"]);
  });

  test("what passed or was skipped at first stays so", () => {
    const first = [outcome("a", "one", "passed"), outcome("a", "two", "skipped")];
    const second = [outcome("a", "one", "failed"), outcome("a", "two", "passed")];
    expect(settleSecondRun(first, second)).toEqual(first);
  });

  test("a test that is skipped, missing or twice there with a failure when it runs again has failed", () => {
    const first = [
      outcome("a", "skipped", "failed"),
      outcome("a", "missing", "failed"),
      outcome("a", "each", "failed"),
    ];
    const each = [outcome("a", "each", "passed"), outcome("a", "each", "failed")];
    expect(settleSecondRun(first, [outcome("a", "skipped", "skipped"), ...each])).toEqual(first);
    expect(settleSecondRun(first, [])).toEqual(first);
  });

  test("a file that couldn't be loaded at first counts by its tests then", () => {
    const settled = settleSecondRun([outcome("a", OUTSIDE, "failed")], [outcome("a", "one", "passed")]);
    expect(settled).toEqual([outcome("a", OUTSIDE, "passed_again"), outcome("a", "one", "passed")]);
    const broken = [outcome("a", OUTSIDE, "failed")];
    expect(settleSecondRun(broken, broken)).toEqual(broken);
  });

  test("an error outside of the tests that the second run alone met is a failure", () => {
    const second = [outcome("a", "lost", "passed"), outcome("a", OUTSIDE, "failed")];
    expect(settleSecondRun([outcome("a", "lost", "failed")], second)).toContainEqual(outcome("a", OUTSIDE, "failed"));
  });
});
