import { NO_USAGE } from "@catalyst/core";
import { expect, test } from "vitest";
import { renderSpending } from "./render-spending.ts";

test("what was spent is shown beside every budget that holds", () => {
  const limits = [
    { scope: "task", unit: "usd", limit: 2, spent: 0.5 },
    { scope: "day", unit: "tokens", limit: 1_000_000, spent: 12_345 },
  ] as const;
  const lines = renderSpending({ spent: { usd: 0.5, tokens: 12_345 }, limits: [...limits], threshold: null }, [
    { usage: NO_USAGE },
  ]);
  expect(lines).toEqual([
    "  Spent    $0.50, 12.3k tokens",
    "  Budget   the task: $0.50 of $2.00",
    "  Budget   the project in 24 hours: 12.3k tokens of 1.0M tokens",
  ]);
});

test("that dollars can't count everything is said", () => {
  const usage = { ...NO_USAGE, costUsd: null };
  expect(renderSpending({ spent: { usd: 0, tokens: 10 }, limits: [], threshold: null }, [{ usage }])[0]).toContain(
    "not all prices are known",
  );
});

test("that it may have been less is said", () => {
  const usage = { ...NO_USAGE, isAtMost: true };
  expect(renderSpending({ spent: { usd: 2, tokens: 10 }, limits: [], threshold: null }, [{ usage }])[0]).toContain(
    "at most $2.00",
  );
});

test("a task that spent nothing and has no budget says nothing of it", () => {
  expect(renderSpending({ spent: { usd: 0, tokens: 0 }, limits: [], threshold: null }, [])).toEqual([]);
});

test("a task that no budget limits says so once it has spent much", () => {
  const threshold = { scope: "task", unit: "tokens", limit: 5_000_000, spent: 5_200_000 } as const;
  const shown = (spent: number) =>
    renderSpending({ spent: { usd: 0, tokens: spent }, limits: [], threshold: { ...threshold, spent } }, []);
  expect(shown(5_200_000).at(-1)).toBe("  Budget   none, and more than 5.0M tokens are spent");
  expect(shown(4_999_999)).toHaveLength(1);
});
