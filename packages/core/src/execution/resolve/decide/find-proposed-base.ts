import { describeForgeProblem } from "../../../forge/forge-outcome.ts";
import { purposeOf } from "../../../task/execution-purpose.ts";
import type { Deciding } from "./deciding.ts";

/** Whether something of the task was proposed to be merged. */
export async function isProposed({ task, deps }: Pick<Deciding, "task" | "deps">): Promise<boolean> {
  const executions = await deps.executions.listForTask(task.id);
  return executions.some(({ result }) => result?.publication.kind === "pull_request");
}

/**
 * The base that the task's pull request has by now, where that is another one: people choose another, and a forge follows one that is renamed. null:
 * it is the task's, or nobody can say. Throws `ForgeAway`.
 */
export async function findProposedBase(deciding: Deciding): Promise<string | null> {
  const { task, repo, snapshot, deps } = deciding;
  const { branch, baseBranch } = task;
  if (branch === null || purposeOf(task) !== "work" || !(await isProposed(deciding))) {
    return null;
  }
  const outcome = await (await deps.findForge(repo))?.findPullRequest({ repo, branch });
  if (outcome?.kind === "failed") {
    // Only one that passes is thrown: what keeps it from being read keeps the result from being proposed.
    describeForgeProblem(outcome.problem);
    return null;
  }
  const base = outcome?.pullRequest?.isOpen === true ? outcome.pullRequest.base : baseBranch;
  return base !== null && base !== baseBranch && (await snapshot.findBranch(base)) !== null ? base : null;
}
