import type { TaskEnd } from "../../../task/task.ts";
import type { Step } from "../../step.ts";

/**
 * How a result ends whose base is no branch of its forge any more: it can be proposed for none, and which other one is a person's to
 * say. null: it is there, or nothing is proposed.
 */
export async function findLostBase({ task, repo, deps }: Step): Promise<Omit<TaskEnd, "result"> | null> {
  if ((await deps.findForge(repo)) === null) {
    return null;
  }
  await deps.repositories.refreshMirror(repo);
  if ((await deps.repositories.findBranch(repo, task.baseBranch)) !== null) {
    return null;
  }
  return {
    state: "failed",
    failureReason: "base_gone",
    errorMessage: `Publishing the branch ${task.branch} was stopped: ${repo.url} has no branch ${task.baseBranch} (any more) that it could be proposed for. What the agent did is kept.`,
    way: { kind: "publish_task", task: task.number, isBaseGone: true },
  };
}
