import type { Step } from "../step.ts";

/** The commits that executions of the task made: its branch may be put to where it is without them. */
export async function listOwnCommits({ task, deps }: Step): Promise<string[]> {
  const executions = await deps.executions.listForTask(task.id);
  return executions.flatMap(({ commitsProduced }) => commitsProduced);
}
