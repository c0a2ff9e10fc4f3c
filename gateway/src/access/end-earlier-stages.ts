import type { Grant, GrantStore } from "@catalyst/core";
import { Refusal } from "../http/refusal.ts";
import type { ExecutionUsage } from "../limits/execution-usage.ts";

/**
 * The first request with a stage's token ends the tokens of the stages before it, for the store and at once for this
 * process: from then on what only those may reach is out of reach of whatever runs.
 */
export async function endEarlierStages(
  { executionId, stageNumber }: Grant,
  usage: ExecutionUsage,
  grants: Pick<GrantStore, "endEarlier">,
): Promise<void> {
  if (stageNumber < usage.stageNumber) {
    throw new Refusal("unauthenticated", "The execution token is not valid any more: its stage is over.");
  }
  if (stageNumber > usage.stageNumber) {
    await grants.endEarlier({ executionId, stageNumber });
    usage.stageNumber = stageNumber;
  }
}
