import type { Grant, GrantStore } from "@catalyst/core";
import { Refusal } from "../http/refusal.ts";
import type { ExecutionUsage } from "../limits/execution-usage.ts";

/**
 * The first request with a stage's token ends the tokens of the stages before it, for the store and at once for this
 * process: from then on what only those may reach is out of reach of whatever runs. An environment that is made anew
 * begins at its first stage again: its grants, which expire together, do so later than those before them.
 */
export async function endEarlierStages(
  { executionId, stageNumber, expiresAt }: Grant,
  usage: Pick<ExecutionUsage, "latestStage">,
  grants: Pick<GrantStore, "endEarlier">,
): Promise<void> {
  const { latestStage } = usage;
  const isOfNext = latestStage === null || expiresAt > latestStage.expiresAt;
  const isOfSame = latestStage?.expiresAt.getTime() === expiresAt.getTime();
  if (!isOfNext && !(isOfSame && stageNumber >= latestStage.number)) {
    throw new Refusal("unauthenticated", "The execution token is not valid any more: its stage is over.");
  }
  if (isOfNext || stageNumber > latestStage.number) {
    if (stageNumber > 0) {
      await grants.endEarlier({ executionId, stageNumber });
    }
    usage.latestStage = { number: stageNumber, expiresAt };
  }
}
