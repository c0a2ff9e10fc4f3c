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

/** What has to be done before a task can go on that has come to this limit. */
export function adviseOnBudget({ scope, unit }: BudgetUse, taskNumber: number): string {
  const resume = `catalyst tasks resume ${taskNumber}`;
  switch (scope) {
    case "execution":
      return `The next run has a budget of its own: ${resume}`;
    case "task":
      return `Go on with more: ${resume} ${unit === "usd" ? "--budget-usd +2" : "--budget-tokens +500000"}`;
    case "project":
      return `Raise it (catalyst config set budgets.project.${unit} …), then: ${resume}`;
    case "day":
      return `Wait until less was spent in the last 24 hours, or raise it (catalyst config set budgets.day.${unit} …), then: ${resume}`;
  }
}

/** `$2.00`, `1200 tokens`. */
export function formatAmount(amount: number, unit: BudgetUse["unit"]): string {
  return unit === "usd" ? `$${amount.toFixed(amount > 0 && amount < 0.1 ? 4 : 2)}` : `${amount} tokens`;
}
