import { CatalystError } from "../catalyst-error.ts";
import type { ExecutionStore } from "../execution/execution-store.ts";
import { type FindTaskDeps, type FindTaskInput, findTask } from "../task/read/find-task.ts";
import { type AskWorkerDeps, askWorker } from "./ask-worker.ts";

export interface ReadTaskDiffInput extends FindTaskInput {
  /** Which of its executions, counted from 1; null: the latest that has a result. */
  run: number | null;
  /** Where to begin, in bytes. */
  offset: number;
}

/** A piece of what a result changes. `nextOffset` null: there is nothing after it. */
export interface TaskDiff {
  run: number;
  baseCommit: string;
  headCommit: string;
  text: string;
  nextOffset: number | null;
}

/** What a task's result changes, which a worker reads where it is kept. Throws `not_found`, and like `askWorker`. */
export async function readTaskDiff(
  { actor, reference, run: asked, offset }: ReadTaskDiffInput,
  deps: FindTaskDeps & { executions: Pick<ExecutionStore, "listForTask">; worker: AskWorkerDeps },
): Promise<TaskDiff> {
  const task = await findTask({ actor, reference }, deps);
  const executions = await deps.executions.listForTask(task.id);
  const run = asked ?? executions.findLastIndex(({ result }) => result !== null && result.headCommit !== null) + 1;
  const { id: executionId, baseCommit = null, result = null } = executions[run - 1] ?? {};
  const headCommit = result?.headCommit ?? null;
  if (executionId === undefined || baseCommit === null || headCommit === null) {
    const which = asked === null ? "no run of it" : `its run ${asked} isn't there, or`;
    throw new CatalystError(
      "not_found",
      `Reading what task #${task.number} changed failed: ${which} has ${asked === null ? "a" : "no"} result.`,
      {
        way: { kind: "see_task", task: task.number },
      },
    );
  }
  const wish = { kind: "read_diff", repoId: task.repoId, executionId, baseCommit, headCommit, offset } as const;
  const { text, nextOffset } = await askWorker({ actor, wish }, "diff", deps.worker);
  return { run, baseCommit, headCommit, text, nextOffset };
}
