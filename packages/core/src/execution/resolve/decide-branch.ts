import { CatalystError } from "../../catalyst-error.ts";
import { describeBranchProblem } from "../../result/branch-problem.ts";
import { chooseBranch } from "../../task/choose-branch.ts";
import type { Deciding } from "./decide.ts";
import type { Base } from "./decide-base.ts";

/**
 * The branch for what a task comes to. Throws `invalid_input` for one that is asked for and can't be made, and `conflict` for
 * the task's own where it can't be moved on: before anything is spent.
 */
export async function decideBranch(deciding: Deciding, { name: baseBranch, config }: Base): Promise<string> {
  const { task, repo, deps } = deciding;
  if (task.branch !== null) {
    await checkMove(deciding, task.branch);
    return task.branch;
  }
  const { id: taskId, asked, contextPayload } = task;
  const trustedBranches = config?.trustedBranches ?? [];
  const choice = { taskId, title: contextPayload.title, repo, baseBranch, trustedBranches, branch: asked.branch };
  return chooseBranch(choice, (branch) => deps.repositories.findNameProblem(repo, { branch, isNew: true }));
}

async function checkMove({ task, repo, deps }: Deciding, branch: string): Promise<void> {
  const problem = await deps.repositories.findNameProblem(repo, { branch, isNew: false });
  if (problem !== null) {
    const way = problem.kind === "checked_out" ? "Switch to another branch there" : "Mend that";
    throw new CatalystError(
      "conflict",
      `Another turn of task #${task.number} couldn't be published on its branch ${branch}: ${describeBranchProblem(problem)}. ${way}, then try again.`,
    );
  }
}
