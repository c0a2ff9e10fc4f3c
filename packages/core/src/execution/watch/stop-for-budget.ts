import type { BudgetUse } from "../../budget/budget-store.ts";
import { adviseOnBudget, describeExceeded } from "../../budget/describe-budget.ts";
import type { Failure } from "../end-execution.ts";
import type { Step } from "../step.ts";

/**
 * How an execution ends whose requests were refused for a budget: it pauses, or fails where the project wants that. What
 * the agent makes of the refusal doesn't count: some end as if they were done.
 */
export async function stopForBudget(
  { execution, task, deps }: Step,
  exceeded: BudgetUse,
): Promise<Omit<Failure, "patch">> {
  const { onExceeded } = await deps.budgets.spent(task.id);
  const what = `${execution.agentType} was stopped: ${describeExceeded(exceeded)}. Its work is kept.`;
  if (onExceeded === "fail") {
    const wayOut = "Raise the budget, then start again: catalyst tasks retry";
    return {
      state: "failed",
      failureReason: "budget_exceeded",
      errorMessage: `${what} ${wayOut} ${task.number}`,
    };
  }
  return {
    state: "paused_budget",
    failureReason: null,
    errorMessage: `${what} ${adviseOnBudget(exceeded, task.number)}`,
  };
}
