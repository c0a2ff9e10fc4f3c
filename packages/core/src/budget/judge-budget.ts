import type { ProjectBudgets } from "../agent/agent-config.ts";
import type { Budget, BudgetUse, SpendingWarning } from "./budget.ts";
import type { Reservation, TaskSpending } from "./budget-store.ts";

/** A reservation that is older counts as spent: no request takes so long, so whoever made it is gone. */
export const LONGEST_RESERVATION_SECONDS = 15 * 60;

/** A gateway that wasn't heard of for so long is gone. Longer than a database's restart, in which nobody is heard of. */
export const GATEWAY_LEASE_SECONDS = 60;

/** From what share of a limit on people are told. */
export const WARNING_SHARE = 0.8;

export type BudgetLimit = Pick<BudgetUse, "scope" | "unit" | "limit">;

/** The limits that hold for a task's executions. What the task says for itself replaces the project's default for tasks. */
export function listLimits(project: ProjectBudgets, task: Budget): BudgetLimit[] {
  const ofTask = { usd: task.usd ?? project.task.usd, tokens: task.tokens ?? project.task.tokens };
  const budgets = [
    ["execution", project.execution],
    ["task", ofTask],
    ["project", project.project],
    ["day", project.day],
  ] as const;
  return budgets.flatMap(([scope, budget]) =>
    (["usd", "tokens"] as const).flatMap((unit) => {
      const limit = budget[unit];
      return limit === null ? [] : [{ scope, unit, limit }];
    }),
  );
}

/** What the limits say to one more request, given what is spent and what open requests have reserved beside it. */
export function judgeBudget(
  uses: (BudgetUse & { reserved: number })[],
): Extract<Reservation, { kind: "wait" | "refused" }> | { kind: "granted"; nearlySpent: BudgetUse[] } {
  const exceeded = uses.find(({ spent, limit }) => spent >= limit);
  if (exceeded !== undefined) {
    return { kind: "refused", exceeded: withoutReserved(exceeded) };
  }
  if (uses.some(({ spent, reserved, limit }) => spent + reserved >= limit)) {
    return { kind: "wait" };
  }
  return { kind: "granted", nearlySpent: uses.filter(isNearlySpent).map(withoutReserved) };
}

/** What people are to be told of a task. */
export function judgeWarnings({ limits, threshold }: Pick<TaskSpending, "limits" | "threshold">): SpendingWarning[] {
  const warnings = limits.filter(isNearlySpent).map((use) => ({ of: "budget" as const, ...use }));
  const isPassed = threshold !== null && threshold.spent >= threshold.limit;
  return isPassed ? [...warnings, { of: "threshold", ...threshold }] : warnings;
}

/** Of a task with these limits what people are told of instead; null: nothing. */
export function thresholdOf(
  { warnAtTokens }: Pick<ProjectBudgets, "warnAtTokens">,
  { limits, spent }: Pick<TaskSpending, "limits" | "spent">,
): BudgetUse | null {
  return limits.length > 0 || warnAtTokens === 0
    ? null
    : { scope: "task", unit: "tokens", limit: warnAtTokens, spent: spent.tokens };
}

/** Whether it is the same that was told, however much is spent by now. */
export function isSameWarning(one: SpendingWarning, other: SpendingWarning): boolean {
  return (["of", "scope", "unit", "limit"] as const).every((part) => one[part] === other[part]);
}

function isNearlySpent({ spent, limit }: BudgetUse): boolean {
  return spent >= limit * WARNING_SHARE;
}

function withoutReserved({ scope, unit, limit, spent }: BudgetUse): BudgetUse {
  return { scope, unit, limit, spent };
}
