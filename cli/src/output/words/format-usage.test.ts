import { countUsage, NO_USAGE } from "@catalyst/core";
import { expect, test } from "vitest";
import { formatUsage } from "./format-usage.ts";

function usage(costUsd: number | null, { isAtMost = false, isCovered = false } = {}) {
  return {
    body: {
      type: "usage" as const,
      provider: "anthropic",
      model: "m",
      usage: { inputTokens: 1000, cacheReadTokens: 400, cacheWriteTokens: 100, outputTokens: 50, reasoningTokens: 10 },
      costUsd,
      isAtMost,
      isCovered,
    },
  };
}

test("tokens and cost add up, cached input counting as input", () => {
  const total = countUsage(countUsage(NO_USAGE, usage(0.02)), usage(0.01));
  expect(formatUsage(total)).toBe("3.0k tokens in, 100 out, $0.0300");
});

test("one unknown price makes the cost unknown", () => {
  const total = countUsage(countUsage(NO_USAGE, usage(0.02)), usage(null));
  expect(formatUsage(total)).toBe("3.0k tokens in, 100 out, cost unknown");
});

test("what may have been less is said to be at most so much, and all that it is added to", () => {
  const total = countUsage(countUsage(NO_USAGE, usage(0.02, { isAtMost: true })), usage(0.01));
  expect(formatUsage(total)).toBe("at most 3.0k tokens in, 100 out, $0.0300");
});

test("what a subscription covers is said to be covered, beside what is paid for", () => {
  const covered = countUsage(NO_USAGE, usage(0, { isCovered: true }));
  expect(formatUsage(covered)).toBe("1.5k tokens in, 50 out, covered");
  expect(formatUsage(countUsage(covered, usage(0.02)))).toBe("3.0k tokens in, 100 out, $0.0200 beside what is covered");
});

test("nothing asked is nothing said", () => {
  expect(formatUsage(NO_USAGE)).toBeNull();
});
