import { CatalystError } from "../../catalyst-error.ts";
import { type BranchProblem, describeBranchProblem } from "../../result/branch-problem.ts";
import { listOwnCommits } from "../publish/list-own-commits.ts";
import type { Step } from "../step.ts";
import type { Start } from "./find-start.ts";

/** Throws `conflict` for a branch that the result couldn't become, before anything is spent on the result. */
export async function checkBranch(step: Step, { startCommit, branchCommit }: Start): Promise<void> {
  const { execution, task, repo, deps } = step;
  const ownCommits = await listOwnCommits(step);
  const isKnown = branchCommit === null || branchCommit === startCommit || ownCommits.includes(branchCommit);
  const problem: BranchProblem | null = isKnown
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
