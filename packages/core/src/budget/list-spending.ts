import type { Actor } from "../account/actor.ts";
import { type NamedProjectsDeps, namedProjects } from "../account/rights/seen-projects.ts";
import type { BudgetStore, DaySpending } from "./budget-store.ts";

const DAY_MILLISECONDS = 86_400_000;

export interface ListSpendingInput {
  actor: Actor;
  /** Its name; null: any. */
  project?: string | null | undefined;
  /** How many days of UTC, with today. */
  days: number;
}

interface ListSpendingDeps extends NamedProjectsDeps {
  budgets: Pick<BudgetStore, "spentByDay">;
  now(): Date;
}

/** What was spent in the projects that the actor sees, by the days on which it was, their agents and models, the oldest first. */
export async function listSpending(
  { actor, project = null, days }: ListSpendingInput,
  deps: ListSpendingDeps,
): Promise<DaySpending[]> {
  const projects = await namedProjects({ actor, project, attempt: "Summing up what was spent" }, deps);
  const today = Math.floor(deps.now().getTime() / DAY_MILLISECONDS);
  return deps.budgets.spentByDay({ projects, since: new Date((today - days + 1) * DAY_MILLISECONDS) });
}
