import type { Hooks } from "../../agent/agent-config.ts";
import { CatalystError } from "../../catalyst-error.ts";
import type { TaskOptions } from "./task-options.ts";

/** Throws `invalid_input` for a race of one, for several that don't race, and for one that makes plans. */
export function checkRace(
  agents: readonly unknown[],
  options: Pick<TaskOptions, "race" | "requirePlanApproval">,
): void {
  if (agents.length > 1 !== (options.race !== null)) {
    throw new CatalystError("invalid_input", "A race needs two agents or more, and several agents need a race.");
  }
  checkUnplanned(options);
}

/** Throws `invalid_input` for a race that makes plans. */
export function checkUnplanned({ race, requirePlanApproval }: Pick<TaskOptions, "race" | "requirePlanApproval">): void {
  if (race !== null && requirePlanApproval) {
    throw new CatalystError(
      "invalid_input",
      "Several agents can't race with a plan to approve: each would make its own. Take one agent, or leave out the plan.",
    );
  }
}

/** Throws `invalid_input` where `verify` is to choose among those that race, and there is none. */
export function checkPick({ race }: Pick<TaskOptions, "race">, hooks: Pick<Hooks, "verify">): void {
  if (race?.pick === "verify" && hooks.verify === null) {
    throw new CatalystError(
      "invalid_input",
      "The verification can't pick the winner of the race: the settings at the base have no `hooks.verify`. Say what verifies, or pick yourself.",
    );
  }
}
