import type { CommandPlace } from "../command/commands.ts";
import type { TriggerFacts } from "./facts.ts";

/** Where a command stands. */
export function placeOf({ subject, task }: Pick<TriggerFacts, "subject" | "task">): CommandPlace {
  if (subject?.kind === "issue") {
    return "issue";
  }
  return task?.isItsPullRequest === true ? "own_pull_request" : "other_pull_request";
}
