import { describeForgeProblem, ForgeAway, type ForgeProblem } from "../forge/forge-outcome.ts";
import type { OutboxItem, TryOutcome } from "./outbox-item.ts";
import { planRetry } from "./plan-retry.ts";

const MAX_PROBLEM = 300;
/** What an item says whose forge rests. */
export const ASKED_TOO_MUCH = "the forge was asked too much";

/** What becomes of something that a forge didn't do: tried again where that passes, else given up. */
export function judgeProblem(
  item: Pick<OutboxItem, "attempts" | "expiresAt">,
  problem: ForgeProblem,
  deps: { now: () => Date; random: () => number },
): TryOutcome {
  if (problem.kind === "rate_limited") {
    return { kind: "again", dueAt: problem.until, problem: ASKED_TOO_MUCH };
  }
  return problem.kind === "outage"
    ? planRetry(item, sayProblem(problem), { now: deps.now(), random: deps.random })
    : { kind: "dead", problem: sayProblem(problem) };
}

/** A problem in words, whether it lasts or passes, as short as an item keeps it. */
export function sayProblem(problem: ForgeProblem): string {
  try {
    return describeForgeProblem(problem).slice(0, MAX_PROBLEM);
  } catch (error) {
    if (error instanceof ForgeAway) {
      return error.message.slice(0, MAX_PROBLEM);
    }
    throw error;
  }
}
