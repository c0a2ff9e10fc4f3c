import type { EffectiveSettings } from "../../../settings/effective-settings.ts";
import { type ExecutionPurpose, PURPOSES, purposeOf } from "../../../task/execution-purpose.ts";
import { readPrompt } from "../../../task/submit/read-prompt.ts";
import type { TaskOptions } from "../../../task/submit/task-options.ts";
import type { TaskContext } from "../../../task/task.ts";
import type { ReadBase } from "../read-base.ts";
import type { Deciding } from "./deciding.ts";
import type { DecidedExecution } from "./decision.ts";

/** The owner's limits hold beside; what a repository says of a task is kept with it, as a person may raise it later. */
export function decideOptions(deciding: Deciding, { settings, trustedCommit }: ReadBase): TaskOptions {
  const { task, isFirst } = deciding;
  const { options } = task;
  return {
    ...options,
    trustedBase: trustedCommit,
    requirePlanApproval: options.requirePlanApproval || (isFirst && isPlanWanted(deciding, settings)),
    budget: isFirst ? limitBudget(options, settings) : options.budget,
  };
}

function limitBudget({ budget }: TaskOptions, { budgets, sources }: EffectiveSettings): TaskOptions["budget"] {
  const limit = (unit: "usd" | "tokens") =>
    budget[unit] ?? (sources[`budgets.task.${unit}`] === "file" ? budgets.task[unit] : null);
  return { usd: limit("usd"), tokens: limit("tokens") };
}

/** What changes nothing needs no plan; what outsiders' words ask for may need one where others don't. */
function isPlanWanted({ task, context }: Deciding, { requirePlanApproval, github }: EffectiveSettings): boolean {
  const isWanted = requirePlanApproval || (github.outsiderPlan && context.hasOutsiderInput === true);
  return isWanted && PURPOSES[purposeOf(task)].mayChange;
}

/** Where a plan is to be approved, what begins the task makes one. */
export function decidePurpose(
  { execution, isFirst }: Deciding,
  { requirePlanApproval }: TaskOptions,
): ExecutionPurpose {
  return isFirst && requirePlanApproval ? "plan" : execution.purpose;
}

/** A prompt for a model has a title; what an agent without one gets is a program, which is kept whole. */
export function decideContext(
  { task, isFirst, context }: Deciding,
  executions: readonly Pick<DecidedExecution, "resolution">[],
): TaskContext {
  const hasModel = executions.every(({ resolution }) => resolution.credential !== null);
  return isFirst && hasModel && task.sourceType === "prompt"
    ? { ...context, ...readPrompt(context.body, { isScript: false }) }
    : context;
}
