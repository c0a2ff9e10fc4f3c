import type { Grant, GrantStore } from "@catalyst/core";
import { Refusal } from "../http/refusal.ts";
import type { ExecutionUsage } from "../limits/execution-usage.ts";

/**
 * The first request with the agent's token ends the preparation's token, for the store and at once for this process: from
 * then on the agent may run, and what only the preparation may reach is out of its reach.
 */
export async function endPreparation(
  grant: Grant,
  usage: ExecutionUsage,
  grants: Pick<GrantStore, "endStage">,
): Promise<void> {
  if (grant.stage === "prepare" && usage.isPreparationOver) {
    throw new Refusal("unauthenticated", "The execution token is not valid any more: the preparation is over.");
  }
  if (grant.stage === "agent" && !usage.isPreparationOver) {
    await grants.endStage({ executionId: grant.executionId, stage: "prepare" });
    usage.isPreparationOver = true;
  }
}
