import { purposeOf } from "../../../task/execution-purpose.ts";
import type { Deciding } from "./deciding.ts";
import { isProposed } from "./find-proposed-base.ts";

/**
 * Where the base of a pull request is by now that is worked on further, where it has moved on from that commit and conflicts with the branch: the forge
 * couldn't merge what came of the turn. null: it hasn't, doesn't, or nothing is proposed.
 */
export async function findMovedBase(
  deciding: Deciding,
  base: { name: string; commit: string },
): Promise<string | null> {
  const { task, execution, repo, snapshot, deps } = deciding;
  const isOther = execution.asked.update !== null || purposeOf(task) !== "work";
  if (task.branch === null || isOther || !(await isProposed(deciding))) {
    return null;
  }
  const [commit, other] = [await snapshot.findBranch(task.branch), await snapshot.findBranch(base.name)];
  const hasMoved = commit !== null && other !== null && other !== base.commit;
  return hasMoved && (await deps.repositories.findConflict({ repo, commit, other })) ? other : null;
}
