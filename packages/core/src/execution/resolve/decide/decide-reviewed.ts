import { CatalystError } from "../../../catalyst-error.ts";
import type { ReviewedHead } from "../resolution.ts";
import type { Base } from "./decide-base.ts";
import type { Deciding } from "./deciding.ts";

/**
 * The change that is reviewed: as it is now for what begins or is tried again, and as it was for what goes on. null: none is.
 * Throws `not_found` for one that isn't there, and `invalid_input` for one that is the base itself.
 */
export async function decideReviewed(
  { task, continued, snapshot }: Deciding,
  base: Pick<Base, "name" | "commit">,
): Promise<ReviewedHead | null> {
  const { asked, askedHead } = task;
  if (asked.head === null) {
    return null;
  }
  const reviewed = continued?.resolution?.reviewed ?? (await snapshot.findBase(asked.head, askedHead));
  if (reviewed.commit === base.commit) {
    throw new CatalystError(
      "invalid_input",
      `There is nothing to review: ${asked.head} and ${base.name} are the same commit, ${base.commit.slice(0, 12)}. It needs another base to be compared with.`,
    );
  }
  return reviewed;
}
