import { CatalystError } from "../../../catalyst-error.ts";
import { describeBranchProblem } from "../../../result/branch-problem.ts";
import { chooseBranch } from "../../../task/branch/choose-branch.ts";
import { branchNameProblem } from "../../../task/branch/name-branch.ts";
import { purposeOf } from "../../../task/execution-purpose.ts";
import type { Base } from "./decide-base.ts";
import type { Deciding } from "./deciding.ts";

/**
 * The branch for what a task comes to. Throws `invalid_input` for one that is asked for and can't be made, and `conflict` for
 * the task's own where it can't be moved on: before anything is spent.
 */
export async function decideBranch(deciding: Deciding, { name: baseBranch, config }: Base): Promise<string> {
  const { task, repo, deps, subject } = deciding;
  if (purposeOf(task) === "review") {
    return nameReviewed(task.asked.head);
  }
  if (task.branch !== null) {
    await checkMove(deciding, task.branch);
    return task.branch;
  }
  const { id: taskId, asked, contextPayload } = task;
  const title = subject?.title ?? contextPayload.title;
  const trustedBranches = config?.trustedBranches ?? [];
  const choice = { taskId, title, repo, baseBranch, trustedBranches, branch: asked.branch };
  return chooseBranch(choice, (branch) => deps.repositories.findNameProblem(repo, { branch, isNew: true }));
}

/** No branch is made of a review: in its workspace the head has its own name, where that is a branch's. */
function nameReviewed(head: string | null): string {
  return head !== null && branchNameProblem(head) === null && !/^[0-9a-f]{7,64}$/.test(head) ? head : "review";
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
