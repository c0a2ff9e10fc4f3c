import type { BudgetUse } from "./budget-store.ts";

const OWNERS: Record<BudgetUse["scope"], string> = {
  execution: "one run of the task",
  task: "the task",
  project: "the project",
  day: "the project in 24 hours",
};

/** `the budget of the task is spent: $2.01 of $2.00`. */
export function describeExceeded({ scope, unit, limit, spent }: BudgetUse): string {
  return `the budget of ${OWNERS[scope]} is spent: ${formatAmount(spent, unit)} of ${formatAmount(limit, unit)}`;
}

/** `$2.00`, `1200 tokens`. */
export function formatAmount(amount: number, unit: BudgetUse["unit"]): string {
  return unit === "usd" ? `$${amount.toFixed(amount > 0 && amount < 0.1 ? 4 : 2)}` : `${amount} tokens`;
}
