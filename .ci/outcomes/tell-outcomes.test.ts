import { expect, test } from "vitest";
import type { Outcome } from "./outcome.ts";
import { tellOutcomes } from "./tell-outcomes.ts";

const OUTCOMES: Outcome[] = [
  { file: "a.test.ts", title: "works", result: "passed" },
  { file: "a.test.ts", title: "races", result: "passed_again" },
  { file: "b.test.ts", title: "breaks", result: "failed" },
  { file: "b.test.ts", title: "never ran", result: "failed", reason: "its preparation failed" },
  { file: "contract", title: "the contract of the server", result: "skipped", reason: "no PyPI" },
];

test("the last lines name each failed test, what passed only when run again before them, and the counts at the end", () => {
  expect(tellOutcomes(OUTCOMES, false)).toEqual([
    "",
    "Not run:",
    "  contract: the contract of the server (no PyPI)",
    "",
    "Passed only when run again:",
    "  a.test.ts: races",
    "",
    "Failed:",
    "  b.test.ts: breaks",
    "  b.test.ts: never ran (its preparation failed)",
    "2 passed, 2 failed, 1 skipped",
  ]);
});

test("what was left out on purpose is counted and not named", () => {
  expect(tellOutcomes(OUTCOMES, true).join("\n")).not.toContain("Not run");
});
