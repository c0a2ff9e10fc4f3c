import { CatalystError } from "../../../catalyst-error.ts";
import type { AnyStep } from "../../step.ts";

const NAMED = 5;

/**
 * Throws `conflict` for a branch that is to be made anew on its base while it has commits of others: whoever made them would find others in
 * their place. Whether they are to be merged with the base instead is asked.
 */
export async function checkRebase(step: AnyStep, { baseCommit }: { baseCommit: string }): Promise<void> {
  const { execution, task, repo, deps } = step;
  if (execution.asked.update?.isRebase !== true || task.branch === null) {
    return;
  }
  await deps.repositories.refreshMirror(repo);
  const commit = await deps.repositories.findBranch(repo, task.branch);
  const beyond = commit === null ? [] : await deps.repositories.listBeyond({ repo, commit, without: baseCommit });
  const executions = await deps.executions.listForTask(task.id);
  const own = new Set(executions.flatMap(({ commitsProduced }) => commitsProduced));
  const others = beyond.filter((one) => !own.has(one));
  if (others.length > 0) {
    const named = others.slice(0, NAMED).map((one) => one.slice(0, 12));
    throw new CatalystError(
      "conflict",
      `Rebasing the branch ${task.branch} was not done: it has commits of others (${named.join(", ")}), which would be made anew. The base can be merged into it instead.`,
      { way: { kind: "update_branch", task: task.number } },
    );
  }
}
