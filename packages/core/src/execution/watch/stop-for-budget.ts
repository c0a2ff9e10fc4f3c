import type { BudgetUse } from "../../budget/budget.ts";
import { describeExceeded } from "../../budget/describe-budget.ts";
import type { Failure } from "../end/end-execution.ts";
import type { Step } from "../step.ts";

/**
 * How an execution ends whose requests were, or would be, refused for a budget: it pauses, or fails where the project wants that. What
 * the agent makes of the refusal doesn't count: some end as if they were done.
 */
export async function stopForBudget(
  { execution, task, deps }: Step,
  exceeded: BudgetUse,
): Promise<Omit<Failure, "patch">> {
  const { onExceeded } = await deps.budgets.spent(task.id);
  const { scope, unit, spent, limit } = exceeded;
  const hasBegun = execution.state !== "pending";
  const what = `${execution.agentType} was ${hasBegun ? "stopped" : "not started"}: ${describeExceeded(exceeded)}.`;
  const errorMessage = hasBegun ? `${what} Its work is kept.` : what;
  const isEnd = onExceeded === "fail";
  const next = { kind: isEnd ? "retry_task" : "resume_task", task: task.number } as const;
  const way = { kind: "raise_budget", scope, unit, over: Math.max(0, spent - limit), next } as const;
  return isEnd
    ? { state: "failed", failureReason: "budget_exceeded", errorMessage, way }
    : { state: "paused_budget", failureReason: null, errorMessage, way };
}
