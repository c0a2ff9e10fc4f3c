import { CatalystError } from "../catalyst-error.ts";
import type { AgentCredential } from "../credential/credential.ts";
import type { BudgetStore, BudgetUse } from "../execution/budget-store.ts";
import { adviseOnBudget, describeExceeded, formatAmount } from "../execution/describe-budget.ts";
import type { ExecutionStore } from "../execution/execution-store.ts";
import type { Budget } from "./budget.ts";
import type { AgentTask } from "./task.ts";
import type { TaskStore } from "./task-store.ts";

/** `add`: on top of the limit that holds now. */
export type BudgetChange = { kind: "set" | "add"; amount: number };

export interface ResumeTaskDeps {
  tasks: Pick<TaskStore, "continue" | "get">;
  executions: Pick<ExecutionStore, "listForTask">;
  budgets: Pick<BudgetStore, "spent">;
  environmentNamespace: string;
  newId: () => string;
}

export interface ResumeTaskInput {
  task: AgentTask;
  /** null: the limit stays. */
  usd: BudgetChange | null;
  tokens: BudgetChange | null;
  credentials: AgentCredential[];
}

/**
 * Lets a task go on that came to the end of a budget: a further execution continues the one that stopped. Refuses with
 * `conflict` a task that isn't paused, and with `invalid_input` one that would stop again at once.
 */
export async function resumeTask(input: ResumeTaskInput, deps: ResumeTaskDeps): Promise<AgentTask> {
  const { task, credentials } = input;
  const paused = (await deps.executions.listForTask(task.id)).findLast(({ state }) => state === "paused_budget");
  if (task.status !== "paused_budget" || paused === undefined) {
    throw notPaused(task, task.status);
  }
  const budget = await raiseBudget(input, deps);
  const { agentType, model, purpose } = paused;
  const resumed = await deps.tasks.continue({
    taskId: task.id,
    from: ["paused_budget"],
    execution: {
      id: deps.newId(),
      taskId: task.id,
      environmentNamespace: deps.environmentNamespace,
      agentType,
      model,
      purpose,
      continuesId: paused.id,
    },
    credentials,
    patch: { options: { ...task.options, budget } },
  });
  if (resumed === null) {
    throw notPaused(task, (await deps.tasks.get(task.id))?.status ?? "gone");
  }
  return resumed;
}

function notPaused({ number }: AgentTask, status: string): CatalystError {
  return new CatalystError(
    "conflict",
    `Resuming task #${number} failed: it is ${status}, and only tasks that paused for their budget can be resumed. See: catalyst tasks show ${number}`,
  );
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
    throw new CatalystError(
      "invalid_input",
      `Resuming task #${task.number} failed: ${describeExceeded(exceeded)}. ${adviseOnBudget(exceeded, task.number)}`,
    );
  }
}
