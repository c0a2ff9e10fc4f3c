import { pageThrough } from "./page-through.ts";
import type { SweepDeps } from "./sweep-deps.ts";
import { sweepLeftover } from "./sweep-leftovers.ts";

/**
 * Removes results that were kept and nobody wanted in their time. First they are noted as gone, then they go: what is killed
 * in between leaves a folder that no result names, which goes the next time.
 */
export async function sweepResults(
  endedBefore: Date,
  deps: Pick<SweepDeps, "retained" | "repositories" | "signal" | "now">,
): Promise<number> {
  const { retained, repositories, signal, now } = deps;
  let removed = 0;
  for await (const { execution } of pageThrough({ endedBefore, signal }, retained.listWithKept)) {
    if (!signal.aborted && (await retained.forgetKept(execution.id, now()))) {
      removed += 1;
    }
  }
  for (const executionId of new Set([
    ...(await repositories.listResults()),
    ...(await repositories.listQuarantines()),
  ])) {
    if (!signal.aborted) {
      await sweepLeftover(executionId, endedBefore, deps);
    }
  }
  return removed;
}
