import { CatalystError } from "../../catalyst-error.ts";
import type { AgentExecution } from "../execution.ts";
import type { Step } from "../step.ts";
import { findSettingsCommit } from "./find-settings-commit.ts";

/** Where an execution begins. */
export interface Start {
  /** What the whole result is compared with. */
  baseCommit: string;
  /** Where the agent begins. */
  startCommit: string;
  /** Whose settings and hooks count, and whose files may run with secrets; null: no commit's. */
  settingsCommit: string | null;
  /** Where the task's branch is then; null: it isn't there. */
  branchCommit: string | null;
}

/** What was decided before; null: nothing yet. */
export function knownStart({ baseCommit, startCommit, settingsCommit, branchCommit }: AgentExecution): Start | null {
  return baseCommit === null || startCommit === null ? null : { baseCommit, startCommit, settingsCommit, branchCommit };
}

/** The commit of the base, as it was when asked for where that is known, or what the continued execution left. */
export async function findStart(step: Step): Promise<Start> {
  await step.deps.repositories.refreshMirror(step.repo);
  const begin = await findBegin(step);
  return { ...begin, settingsCommit: await findSettingsCommit(step, begin.baseCommit) };
}

async function findBegin(step: Step): Promise<Omit<Start, "settingsCommit">> {
  const { task, repo, deps } = step;
  const continued = await findContinued(step);
  const branchCommit = await deps.repositories.findBranch(repo, task.branch);
  if (continued === null || continued.baseCommit === null) {
    const commit = task.baseCommit ?? (await deps.repositories.resolveCommit(repo, task.baseBranch));
    return { baseCommit: commit, startCommit: commit, branchCommit };
  }
  const left = continued.headCommit ?? continued.startCommit ?? continued.baseCommit;
  const isOnBranch = branchCommit !== null && (isPublished(continued) || (await hasCommit(step, branchCommit, left)));
  // A branch may have been taken on by people: the work goes on from where it is now.
  return { baseCommit: continued.baseCommit, startCommit: isOnBranch ? branchCommit : left, branchCommit };
}

/** Whether the branch has what was only kept: a person brought it there. */
function hasCommit({ repo, deps }: Step, branch: string, commit: string): Promise<boolean> {
  return deps.repositories.contains({ repo, commit: branch, ancestor: commit });
}

/** The execution that this one goes on from; null for one that starts afresh. */
export async function findContinued({ execution, deps }: Step): Promise<AgentExecution | null> {
  if (execution.continuesId === null) {
    return null;
  }
  const continued = await deps.executions.get(execution.continuesId);
  if (continued === null || continued.taskId !== execution.taskId) {
    throw new CatalystError(
      "not_found",
      `Going on with execution ${execution.continuesId} failed: it isn't there any more. Start anew: catalyst run`,
    );
  }
  return continued;
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
  return result !== null && result.branch !== null;
}
