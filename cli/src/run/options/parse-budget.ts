import type { Budget, BudgetChange } from "@catalyst/core";
import { CatalystError } from "@catalyst/core/apart";

const EXAMPLES = {
  usd: "--budget-usd 2.50",
  tokens: "--budget-tokens 500000",
} as const;

interface BudgetOptions {
  budgetUsd?: string;
  budgetTokens?: string;
}

/** What a new task may spend. Throws `invalid_input`. */
export function readTaskBudget({ budgetUsd, budgetTokens }: BudgetOptions): Budget {
  return {
    usd: budgetUsd === undefined ? null : parseAmount(budgetUsd, "usd"),
    tokens: budgetTokens === undefined ? null : parseAmount(budgetTokens, "tokens"),
  };
}

/** `3`: the new limit; `+2`: so much more than before. Throws `invalid_input`. */
export function parseBudgetChange(text: string | undefined, unit: "usd" | "tokens"): BudgetChange | null {
  if (text === undefined) {
    return null;
  }
  const isAdded = text.startsWith("+");
  return { kind: isAdded ? "add" : "set", amount: parseAmount(isAdded ? text.slice(1) : text, unit) };
}

function parseAmount(text: string, unit: "usd" | "tokens"): number {
  const isWritten = unit === "usd" ? /^\d{1,9}(\.\d{1,6})?$/.test(text) : /^\d{1,15}$/.test(text);
  const amount = Number(text);
  if (!isWritten || amount === 0) {
    const what = unit === "usd" ? "dollars" : "a whole number of tokens";
    throw new CatalystError(
      "invalid_input",
      `Reading the budget "${text}" failed: give ${what} above 0. For example: ${EXAMPLES[unit]}`,
    );
  }
  return amount;
}
