import { CatalystError } from "../../../catalyst-error.ts";
import { describeForgeProblem } from "../../../forge/forge-outcome.ts";
import { purposeOf } from "../../../task/execution-purpose.ts";
import type { AgentExecution } from "../../execution.ts";
import { wasLeftUnsaid } from "../../publish/forge/review-again.ts";
import type { ReviewedHead } from "../resolution.ts";
import type { Base } from "./decide-base.ts";
import type { Deciding } from "./deciding.ts";

/**
 * The change that is reviewed: as it is now for what begins or is tried again, and as it was for what goes on. null: none is.
 * Throws `not_found` for one that isn't there, and `invalid_input` for one that is the base itself.
 */
export async function decideReviewed(
  deciding: Deciding,
  base: Pick<Base, "name" | "commit">,
): Promise<ReviewedHead | null> {
  const { task, continued, snapshot, subject } = deciding;
  if (purposeOf(task) !== "review") {
    return null;
  }
  const moved = continued === null ? null : await findMovedHead(deciding, continued);
  const reviewed = moved ?? continued?.resolution?.reviewed ?? (await findHead({ task, snapshot, subject }));
  if (reviewed.commit === base.commit) {
    throw new CatalystError(
      "invalid_input",
      `There is nothing to review: ${reviewed.name} and ${base.name} are the same commit, ${base.commit.slice(0, 12)}. It needs another base to be compared with.`,
    );
  }
  return reviewed;
}

/** Of a pull request, the commit that it had when it was read, wherever that is by now. */
function findHead({ task, snapshot, subject }: Pick<Deciding, "task" | "snapshot" | "subject">): Promise<ReviewedHead> {
  const change = subject?.change ?? null;
  return change === null
    ? snapshot.findBase(task.asked.head, task.askedHead)
    : Promise.resolve({ name: `refs/pull/${task.sourceNumber}/head`, commit: change.head });
}

/** Of what was reviewed and not said, as the pull request had moved on: where it is by now. null: it goes on as it was. */
async function findMovedHead({ task, repo, deps }: Deciding, continued: AgentExecution): Promise<ReviewedHead | null> {
  const before = continued.resolution?.reviewed ?? null;
  if (before === null || !wasLeftUnsaid(task, continued)) {
    return null;
  }
  const forge = await deps.findForge(repo);
  const outcome = await forge?.compareHead({ repo, number: task.sourceNumber ?? 0, commit: before.commit });
  if (outcome?.kind === "failed") {
    throw new CatalystError("not_found", `Reading ${task.sourceUrl} failed: ${describeForgeProblem(outcome.problem)}.`);
  }
  return outcome === undefined ? null : { name: before.name, commit: outcome.head };
}
