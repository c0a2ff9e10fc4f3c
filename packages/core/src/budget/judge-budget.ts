import type { ProjectBudgets } from "../agent/agent-config.ts";
import type { Budget } from "./budget.ts";
import type { BudgetUse, Reservation } from "./budget-store.ts";

/** A reservation that is older counts as spent: no request takes so long, so whoever made it is gone. */
export const LONGEST_RESERVATION_SECONDS = 15 * 60;

/** A gateway that wasn't heard of for so long is gone. Longer than a database's restart, in which nobody is heard of. */
export const GATEWAY_LEASE_SECONDS = 60;

const WARNING_SHARE = 0.8;

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
): Exclude<Reservation, { kind: "granted" }> | { kind: "granted"; nearlySpent: BudgetUse[] } {
  const exceeded = uses.find(({ spent, limit }) => spent >= limit);
  if (exceeded !== undefined) {
    return { kind: "refused", exceeded: withoutReserved(exceeded) };
  }
  if (uses.some(({ spent, reserved, limit }) => spent + reserved >= limit)) {
    return { kind: "wait" };
  }
  const nearlySpent = uses.filter(({ spent, limit }) => spent >= limit * WARNING_SHARE);
  return { kind: "granted", nearlySpent: nearlySpent.map(withoutReserved) };
}

function withoutReserved({ scope, unit, limit, spent }: BudgetUse): BudgetUse {
  return { scope, unit, limit, spent };
}
