import { type Grant, GrantStage, type GrantStore } from "@catalyst/core";
import { Refusal } from "../http/refusal.ts";
import type { ExecutionUsage } from "../limits/execution-usage.ts";

/**
 * The first request with a stage's token ends the tokens of the stages before it, for the store and at once for this
 * process: from then on what only those may reach is out of reach of whatever runs.
 */
export async function endEarlierStages(
  grant: Grant,
  usage: ExecutionUsage,
  grants: Pick<GrantStore, "endStage">,
): Promise<void> {
  const number = GrantStage.options.indexOf(grant.stage);
  if (number < usage.stageNumber) {
    throw new Refusal("unauthenticated", "The execution token is not valid any more: its stage is over.");
  }
  for (const stage of GrantStage.options.slice(usage.stageNumber, number)) {
    await grants.endStage({ executionId: grant.executionId, stage });
  }
  usage.stageNumber = number;
}
