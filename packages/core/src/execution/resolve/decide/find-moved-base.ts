import { purposeOf } from "../../../task/execution-purpose.ts";
import type { Deciding } from "./deciding.ts";

/**
 * Where the base of a pull request is by now that is worked on further, where it has moved on from that commit and conflicts with the branch: the forge
 * couldn't merge what came of the turn. null: it hasn't, doesn't, or nothing is proposed.
 */
export async function findMovedBase(
  { task, execution, repo, snapshot, deps }: Deciding,
  base: { name: string; commit: string },
): Promise<string | null> {
  if (execution.asked.update !== null || purposeOf(task) !== "work" || task.branch === null) {
    return null;
  }
  const executions = await deps.executions.listForTask(task.id);
  if (!executions.some(({ result }) => result?.publication.kind === "pull_request")) {
    return null;
  }
  const [commit, other] = [await snapshot.findBranch(task.branch), await snapshot.findBranch(base.name)];
  const hasMoved = commit !== null && other !== null && other !== base.commit;
  return hasMoved && (await deps.repositories.findConflict({ repo, commit, other })) ? other : null;
}
