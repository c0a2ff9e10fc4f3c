import type { BudgetUse, SpendingWarning } from "./budget.ts";

import { WARNING_SHARE } from "./judge-budget.ts";

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

/** `80% of the budget of the task is spent: $1.70 of $2.00`. */
export function describeWarning({ of, scope, unit, limit, spent }: SpendingWarning): string {
  return of === "budget"
    ? `${WARNING_SHARE * 100}% of the budget of ${OWNERS[scope]} is spent: ${formatAmount(spent, unit)} of ${formatAmount(limit, unit)}`
    : `${OWNERS[scope]} has spent ${formatAmount(spent, unit)}, and no budget limits it`;
}

/** `$2.00`, `1200 tokens`. */
export function formatAmount(amount: number, unit: BudgetUse["unit"]): string {
  return unit === "usd" ? `$${amount.toFixed(amount > 0 && amount < 0.1 ? 4 : 2)}` : `${amount} tokens`;
}
