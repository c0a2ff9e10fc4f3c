import { CatalystError } from "../../catalyst-error.ts";
import type { AgentExecution } from "../../execution/execution.ts";
import type { ExecutionStore } from "../../execution/execution-store.ts";
import { branchOf, keptAtOf } from "../../result/read-publication.ts";
import type { AgentTask, TaskResult } from "../task.ts";
import type { ContinueTaskDeps, TaskToContinue } from "./continue-task.ts";
import { type PublishKeptInput, permitPublishing, publishKept } from "./publish-kept.ts";

export interface PublishTaskInput
  extends Omit<TaskToContinue, "keys">,
    Pick<PublishKeptInput, "branch" | "base" | "reason"> {
  /** As of `PublishKeptInput`; `all`: whatever was found in the result. */
  accept: readonly string[] | "all";
  /** Which of its executions, counted from 1; null: the only one that keeps a result. */
  run: number | null;
}

type Kept = AgentExecution & { result: TaskResult };

/**
 * Publishes a result that a task keeps, as `publishKept` does; of several that each go on from the one before, the last unless one
 * is named. Throws `invalid_input` where it isn't clear which.
 */
export async function publishTask(
  { run, ...input }: PublishTaskInput,
  deps: ContinueTaskDeps & { executions: Pick<ExecutionStore, "listForTask"> },
): Promise<AgentTask> {
  // Whoever may not is told that, and not first what there is to publish.
  await permitPublishing(input, deps);
  const executions = await deps.executions.listForTask(input.task.id);
  const { id: executionId, result } = choose({ executions, run, number: input.task.number });
  const accept = input.accept === "all" ? result.findings.map(({ rule }) => rule) : input.accept;
  return publishKept({ ...input, accept, executionId, result }, deps);
}

function choose({
  executions,
  run,
  number,
}: {
  executions: AgentExecution[];
  run: number | null;
  number: number;
}): Kept {
  const kept = executions.filter((one): one is Kept => keptAtOf(one.result) !== null && !isPassed(one, executions));
  const runs = kept.map((one) => executions.indexOf(one) + 1).join(", ");
  const chosen =
    run === null
      ? kept.filter(({ id }) => !kept.some(({ continuesId }) => continuesId === id))
      : kept.filter((one) => executions.indexOf(one) + 1 === run);
  const [first] = chosen;
  if (first !== undefined && chosen.length === 1) {
    return first;
  }
  throw new CatalystError(
    "invalid_input",
    `Publishing a result of task #${number} failed: ${describeProblem(run, runs, executions)}.`,
    { way: kept.length === 0 ? { kind: "see_task", task: number } : { kind: "pick_result", task: number } },
  );
}

/** What a later run went on from and published is no result to be picked. */
function isPassed({ id }: AgentExecution, executions: AgentExecution[]): boolean {
  const later = executions.filter(({ continuesId }) => continuesId === id);
  return later.some((one) => branchOf(one.result) !== null || isPassed(one, executions));
}

function describeProblem(run: number | null, runs: string, executions: AgentExecution[]): string {
  if (runs === "") {
    const branch = executions.map(({ result }) => branchOf(result)).findLast((one) => one !== null);
    return branch === undefined ? "it keeps no result" : `its result is published already, as the branch ${branch}`;
  }
  return run === null
    ? `it keeps several results, of the runs ${runs}`
    : `its run ${run} keeps no result; those that do: ${runs}`;
}
