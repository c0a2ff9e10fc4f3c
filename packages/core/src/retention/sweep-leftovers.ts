import { placeOf } from "../result/read-publication.ts";
import type { TaskResult } from "../task/task.ts";
import type { SweepDeps } from "./sweep-deps.ts";

/**
 * Removes what executions left that ended before it could be removed: environments, and quarantines that no result names. One
 * with pushed work that nobody took goes only if its execution ended before `endedBefore`. How many quarantines are gone.
 */
export async function sweepLeftovers(
  endedBefore: Date,
  deps: Pick<SweepDeps, "executions" | "environments" | "repositories" | "retained" | "signal">,
): Promise<number> {
  const { executions, environments, repositories, signal } = deps;
  for (const executionId of await environments.list()) {
    const execution = await executions.get(executionId);
    if (!signal.aborted && (execution === null || execution.endedAt !== null)) {
      await environments.destroy(executionId);
    }
  }
  const quarantines = await repositories.listQuarantines();
  for (const executionId of quarantines) {
    if (!signal.aborted) {
      await sweepLeftover(executionId, endedBefore, deps);
    }
  }
  return Math.max(0, quarantines.length - (await repositories.listQuarantines()).length);
}

/** The same for the quarantine and the result of one execution, whether they are there or not. What nobody knows stays. */
export function sweepLeftover(
  executionId: string,
  endedBefore: Date,
  { repositories, retained }: Pick<SweepDeps, "repositories" | "retained">,
): Promise<void> {
  return retained.whileSettled(executionId, async ({ result, endedAt }) => {
    const isNew = endedAt === null || endedAt >= endedBefore;
    if (isNew && !isTaken(result) && (await repositories.findQuarantine(executionId)) !== null) {
      return;
    }
    await repositories.discard({ executionId, keptAt: placeOf(result) });
  });
}

/** Whether a result has, or once had, what the execution pushed. */
function isTaken(result: TaskResult | null): boolean {
  return result !== null && (result.headCommit !== null || result.removedAt !== null || placeOf(result) !== null);
}
