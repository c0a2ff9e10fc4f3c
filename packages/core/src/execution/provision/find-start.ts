import { CatalystError } from "../../catalyst-error.ts";
import { branchOf } from "../../result/read-publication.ts";
import type { AgentExecution } from "../execution.ts";
import { findContinued } from "../find-continued.ts";
import type { ReviewedHead } from "../resolve/resolution.ts";
import type { Step } from "../step.ts";

/** Where the agent of an execution begins. */
export interface Start {
  startCommit: string;
  /** Where the task's branch is then; null: it isn't there. */
  branchCommit: string | null;
}

/** What was found before: a repeated step begins where the first did; null: nothing yet. */
export function knownStart({ startCommit, branchCommit }: AgentExecution): Start | null {
  return startCommit === null ? null : { startCommit, branchCommit };
}

/** The base, or what the continued execution left; the head that is reviewed. */
export async function findStart(step: Step): Promise<Start> {
  const { task, repo, deps } = step;
  const { baseCommit, resolution } = step.execution;
  await deps.repositories.refreshMirror(repo);
  if (resolution.reviewed !== null) {
    return { startCommit: await findReviewed(step, resolution.reviewed), branchCommit: null };
  }
  const continued = await findContinued(step);
  const commit = await deps.repositories.findBranch(repo, task.branch);
  if (continued === null || continued.baseCommit === null) {
    return { startCommit: baseCommit, branchCommit: commit };
  }
  const left = continued.headCommit ?? continued.startCommit ?? continued.baseCommit;
  const isOnBranch = commit !== null && (isPublished(continued) || (await hasCommit(step, commit, left)));
  // A branch may have been taken on by people: the work goes on from where it is now.
  return { startCommit: isOnBranch ? commit : left, branchCommit: commit };
}

/** Throws `invalid_input` for a head that the base has already: there would be nothing to see. */
async function findReviewed({ execution, task, repo, deps }: Step, { name, commit }: ReviewedHead): Promise<string> {
  const { baseCommit } = execution;
  if (await deps.repositories.contains({ repo, commit: baseCommit, ancestor: commit })) {
    throw new CatalystError(
      "invalid_input",
      `There is nothing to review: ${name} (${commit.slice(0, 12)}) is a part of ${task.baseBranch} (${baseCommit.slice(0, 12)}) already. It needs another base to be compared with.`,
    );
  }
  return commit;
}

/** Whether the branch has what was only kept: a person brought it there. */
function hasCommit({ repo, deps }: Step, branch: string, commit: string): Promise<boolean> {
  return deps.repositories.contains({ repo, commit: branch, ancestor: commit });
}

/**
 * Where the task's branch was when the work went on from it, whether in this execution or in one that this one goes on from
 * without anything published in between; null: the branch isn't made yet.
 */
export async function findPublishedCommit({ execution, deps }: Step): Promise<string | null> {
  let current: AgentExecution | null = execution;
  while (current !== null && current.continuesId !== null) {
    const before: AgentExecution | null = await deps.executions.get(current.continuesId);
    if (before !== null && isPublished(before)) {
      return current.startCommit;
    }
    current = before;
  }
  return null;
}

/** Whether what the execution left is on the task's branch. */
function isPublished({ result }: AgentExecution): boolean {
  return branchOf(result) !== null;
}
