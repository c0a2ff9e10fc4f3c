import { CatalystError } from "../../catalyst-error.ts";
import { type BranchProblem, describeBranchProblem } from "../../result/branch-problem.ts";
import { branchOf } from "../../result/read-publication.ts";
import { listOwnCommits } from "../publish/list-own-commits.ts";
import type { Step } from "../step.ts";
import type { Start } from "./find-start.ts";

/** Throws `conflict` for a branch that the result couldn't become, before anything is spent on the result. */
export async function checkBranch(step: Step, { startCommit, branchCommit }: Start): Promise<void> {
  const { execution, task, repo, deps } = step;
  if (execution.asked.update?.isOfOthers === true) {
    // It is ours, and what others pushed there is about to be merged.
    return;
  }
  const ownCommits = await listOwnCommits(step);
  const isKnown = branchCommit === null || ownCommits.includes(branchCommit);
  const isFree = isKnown || (branchCommit === startCommit && (await hasTasksWork(step, branchCommit)));
  const problem: BranchProblem | null = isFree
    ? await deps.repositories.findBranchProblem({
        executionId: execution.id,
        repo,
        branch: task.branch,
        previousCommit: branchCommit,
        startCommit,
        ownCommits,
      })
    : { kind: "elsewhere", commit: branchCommit };
  if (problem !== null) {
    throw new CatalystError(
      "conflict",
      `The result couldn't become the branch ${task.branch} in ${repo.url}: ${describeBranchProblem(problem)}. No agent was started.`,
      { way: { kind: "mend_branch", problem, ref: null, next: { kind: "retry_task", task: task.number } } },
    );
  }
}

/** Whether something of the task is on the branch: it was published there, or a person brought there what was kept. */
async function hasTasksWork({ task, repo, deps }: Step, branchCommit: string): Promise<boolean> {
  const executions = await deps.executions.listForTask(task.id);
  if (executions.some(({ result }) => branchOf(result) !== null)) {
    return true;
  }
  for (const { headCommit } of executions) {
    const wanted = { repo, commit: branchCommit, ancestor: headCommit ?? "" };
    if (headCommit !== null && (await deps.repositories.contains(wanted))) {
      return true;
    }
  }
  return false;
}
