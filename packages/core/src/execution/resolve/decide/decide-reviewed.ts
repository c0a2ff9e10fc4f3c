import { CatalystError } from "../../../catalyst-error.ts";
import { purposeOf } from "../../../task/execution-purpose.ts";
import type { ReviewedHead } from "../resolution.ts";
import type { Base } from "./decide-base.ts";
import type { Deciding } from "./deciding.ts";

/**
 * The change that is reviewed: as it is now for what begins or is tried again, and as it was for what goes on. null: none is.
 * Throws `not_found` for one that isn't there, and `invalid_input` for one that is the base itself.
 */
export async function decideReviewed(
  { task, continued, snapshot, subject }: Deciding,
  base: Pick<Base, "name" | "commit">,
): Promise<ReviewedHead | null> {
  if (purposeOf(task) !== "review") {
    return null;
  }
  const reviewed = continued?.resolution?.reviewed ?? (await findHead({ task, snapshot, subject }));
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
    : Promise.resolve({ name: `refs/pull/${task.sourceNumber}/head`, commit: change.headCommit });
}
