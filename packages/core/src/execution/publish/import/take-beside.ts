import { CatalystError } from "../../../catalyst-error.ts";
import type { TaskResult } from "../../../task/task.ts";
import type { AgentExecution } from "../../execution.ts";
import type { Step } from "../../step.ts";

/** Who cancels waits for it. */
const HURRIED_SECONDS = 10;
const SECONDS = 300;

export interface TakenBeside extends Pick<TaskResult, "beside" | "leftOut"> {}

/**
 * What the execution left beside its branch, kept with the result: nothing of it was checked, and nothing of it is published.
 * What the runner tells of it names it; what it doesn't tell is kept as well.
 */
export async function takeBeside(
  { execution, deps }: Step,
  { collected, isHurried }: { collected: AgentExecution["collected"]; isHurried: boolean },
): Promise<TakenBeside> {
  const leftOut = collected?.leftOut ?? [];
  try {
    const seconds = isHurried ? HURRIED_SECONDS : SECONDS;
    const taken = await deps.repositories.takeBeside({ executionId: execution.id, seconds });
    const names = new Map(collected?.beside.map(({ name, commit }) => [commit, name]));
    const commits = taken.commits
      .filter(({ commit }) => collected === null || names.has(commit))
      .map((one) => ({ ...one, name: names.get(one.commit) ?? one.ref }));
    return { beside: commits.length === 0 ? null : { keptAt: taken.keptAt, commits }, leftOut };
  } catch (error) {
    if (error instanceof CatalystError || deps.isOutage(error)) {
      throw error;
    }
    const names = collected?.beside.map(({ name }) => name).join(", ") ?? "what lies beside the branch";
    return { beside: null, leftOut: [...leftOut, names] };
  }
}
