import type { Budget, BudgetUse } from "../../budget/budget.ts";
import type { BudgetStore } from "../../budget/budget-store.ts";
import { describeExceeded, formatAmount } from "../../budget/describe-budget.ts";
import { CatalystError } from "../../catalyst-error.ts";
import type { ExecutionStore } from "../../execution/execution-store.ts";
import type { TaskChangeBody } from "../feed/task-change.ts";
import type { AgentTask } from "../task.ts";
import { type ContinueTaskDeps, continueTask, type TaskToContinue, wrongState } from "./continue-task.ts";
import { permitTask } from "./permit-task.ts";

/** `add`: on top of the limit that holds now. */
export type BudgetChange = { kind: "set" | "add"; amount: number };

export interface ResumeTaskDeps extends ContinueTaskDeps {
  executions: Pick<ExecutionStore, "listForTask">;
  budgets: Pick<BudgetStore, "spent">;
}

export interface ResumeTaskInput extends TaskToContinue {
  /** null: the limit stays. */
  usd: BudgetChange | null;
  tokens: BudgetChange | null;
}

/**
 * Lets a task go on that came to the end of a budget: a further execution continues the one that stopped. Refuses with
 * `conflict` a task that isn't paused, and with `invalid_input` one that would stop again at once.
 */
export async function resumeTask(input: ResumeTaskInput, deps: ResumeTaskDeps): Promise<AgentTask> {
  const { task, actor, keys } = input;
  const isRaised = input.usd !== null || input.tokens !== null;
  await permitTask({ actor, action: "resume_task", task, attempt: "Resuming" }, deps);
  if (isRaised) {
    await permitTask({ actor, action: "raise_budget", task, attempt: "Raising the budget of" }, deps);
  }
  const named = {
    task,
    actor,
    keys,
    what: "Resuming",
    otherwise: "only tasks that paused for their budget can be resumed",
  };
  const paused = (await deps.executions.listForTask(task.id)).findLast(({ state }) => state === "paused_budget");
  if (task.status !== "paused_budget" || paused === undefined) {
    throw wrongState(named, task.status);
  }
  const budget = await raiseBudget(input, deps);
  const patch = { options: { ...task.options, budget } };
  const changes: TaskChangeBody[] = [
    ...(isRaised ? [{ type: "budget_set" as const, budget }] : []),
    { type: "resume_asked" },
  ];
  const { purpose, id: continuesId } = paused;
  return continueTask({ ...named, changes, from: ["paused_budget"], purpose, continuesId, patch }, deps);
}

async function raiseBudget(input: ResumeTaskInput, { budgets }: Pick<ResumeTaskDeps, "budgets">): Promise<Budget> {
  const { task } = input;
  const { spent, limits } = await budgets.spent(task.id);
  const budget = { ...task.options.budget };
  for (const unit of ["usd", "tokens"] as const) {
    const change = input[unit];
    if (change === null) {
      continue;
    }
    const old = limits.find((limit) => limit.scope === "task" && limit.unit === unit)?.limit ?? spent[unit];
    const limit = change.kind === "add" ? old + change.amount : change.amount;
    if (limit <= spent[unit]) {
      throw new CatalystError(
        "invalid_input",
        `Resuming task #${task.number} failed: it has spent ${formatAmount(spent[unit], unit)}, so a limit of ${formatAmount(limit, unit)} would stop it at once. Give a higher one, or add to it with +.`,
      );
    }
    budget[unit] = limit;
  }
  refuseSpent(input, limits);
  return budget;
}

function refuseSpent({ task, ...changes }: ResumeTaskInput, limits: BudgetUse[]): void {
  const isRaised = ({ scope, unit }: BudgetUse) => scope === "task" && changes[unit] !== null;
  const exceeded = limits.find((use) => use.spent >= use.limit && !isRaised(use));
  if (exceeded !== undefined) {
    throw new CatalystError("invalid_input", `Resuming task #${task.number} failed: ${describeExceeded(exceeded)}.`, {
      way: {
        kind: "raise_budget",
        scope: exceeded.scope,
        unit: exceeded.unit,
        over: exceeded.spent - exceeded.limit,
        next: { kind: "resume_task", task: task.number },
      },
    });
  }
}
