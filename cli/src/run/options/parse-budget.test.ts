import { expect, test } from "vitest";
import { parseBudgetChange, readTaskBudget } from "./parse-budget.ts";

test("a budget is read in dollars and tokens, and isn't there when it wasn't given", () => {
  expect(readTaskBudget({ budgetUsd: "2.50", budgetTokens: "500000" })).toEqual({ usd: 2.5, tokens: 500_000 });
  expect(readTaskBudget({})).toEqual({ usd: null, tokens: null });
});

test("a change is a new limit, or more than before", () => {
  expect(parseBudgetChange("3", "usd")).toEqual({ kind: "set", amount: 3 });
  expect(parseBudgetChange("+0.5", "usd")).toEqual({ kind: "add", amount: 0.5 });
  expect(parseBudgetChange("+1000", "tokens")).toEqual({ kind: "add", amount: 1000 });
  expect(parseBudgetChange(undefined, "tokens")).toBeNull();
});

test.each(["0", "-1", "", "2$", "1e3", "NaN", "1,5", "++2"])('"%s" is refused with the way to write it', (text) => {
  expect(() => readTaskBudget({ budgetUsd: text })).toThrow("--budget-usd 2.50");
  expect(() => parseBudgetChange(text, "tokens")).toThrow("--budget-tokens 500000");
});

test("a part of a token is refused", () => {
  expect(() => readTaskBudget({ budgetTokens: "1.5" })).toThrow("whole number");
});
