import { CatalystError } from "../../catalyst-error.ts";
import { describeBranchProblem } from "../../result/branch-problem.ts";
import { checkBranchName } from "../../task/branch/choose-branch.ts";
import { findContinued } from "../find-continued.ts";
import type { AnyStep } from "../step.ts";
import type { Decision } from "./decide/decision.ts";

/** What publishes a result runs with what made it. Throws `invalid_input` for another branch that can't be made. */
export async function takeOver(step: AnyStep): Promise<Decision> {
  const { execution, task } = step;
  const kept = await findContinued(step);
  if (kept === null || kept.resolution === null || kept.agentType === null || kept.baseCommit === null) {
    throw new CatalystError(
      "not_found",
      `Publishing a result of task #${task.number} failed: it isn't kept any more.`,
      { way: { kind: "see_task", task: task.number } },
    );
  }
  if (execution.asked.branch !== null) {
    await checkBranch(step, execution.asked.branch);
  }
  const { agentType, model, baseCommit, settingsCommit, resolution } = kept;
  const decided = { id: execution.id, purpose: execution.purpose, agentType, model, baseCommit, settingsCommit };
  return { task: null, executions: [{ ...decided, resolution }] };
}

async function checkBranch({ task, repo, deps }: AnyStep, branch: string): Promise<void> {
  const trustedBranches = (await deps.settings.get(repo.projectId))?.trustedBranches ?? [];
  checkBranchName(branch, { baseBranch: task.baseBranch, repo, trustedBranches });
  const problem = await deps.repositories.findNameProblem(repo, { branch, isNew: true });
  if (problem !== null) {
    throw new CatalystError(
      "invalid_input",
      `The branch "${branch}" can't be made in ${repo.url}: ${describeBranchProblem(problem)}.`,
      { way: { kind: "choose", what: "branch" } },
    );
  }
}
