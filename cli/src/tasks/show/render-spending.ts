import type { BudgetUse, TaskSpending, UsageTotal } from "@catalyst/core";
import { formatAmount } from "../../output/words/format-quantity.ts";

const SCOPES: Record<BudgetUse["scope"], string> = {
  execution: "a run",
  task: "the task",
  project: "the project",
  day: "the project in 24 hours",
};

/** What a task has spent of each budget that holds for it; nothing where there is nothing to tell. */
export function renderSpending(
  { spent, limits, threshold }: Pick<TaskSpending, "spent" | "limits" | "threshold">,
  executions: { usage: UsageTotal }[],
): string[] {
  if (limits.length === 0 && spent.tokens === 0) {
    return [];
  }
  const isUnpriced = executions.some(({ usage }) => usage.costUsd === null);
  const atMost = executions.some(({ usage }) => usage.isAtMost) ? "at most " : "";
  const isCovered = executions.some(({ usage }) => usage.isCovered);
  const note = `${isCovered ? "; what a subscription covers counts in tokens alone" : ""}${isUnpriced ? "; not all prices are known: dollars count what is known" : ""}`;
  return [
    `  Spent    ${atMost}${formatAmount(spent.usd, "usd")}, ${formatAmount(spent.tokens, "tokens")}${note}`,
    ...limits.map(
      (use) =>
        `  Budget   ${SCOPES[use.scope]}: ${formatAmount(use.spent, use.unit)} of ${formatAmount(use.limit, use.unit)}`,
    ),
    ...(threshold === null || threshold.spent < threshold.limit
      ? []
      : [`  Budget   none, and more than ${formatAmount(threshold.limit, threshold.unit)} are spent`]),
  ];
}
