import type { Grant } from "@catalyst/core";
import { Refusal } from "../http/refusal.ts";
import type { ExecutionUsage } from "../limits/execution-usage.ts";

/** Refuses the token of a stage that is over, whatever this process still remembers of it. */
export function checkStage({ stageNumber }: Grant, usage: Pick<ExecutionUsage, "latestStage">): void {
  if (stageNumber < usage.latestStage) {
    throw new Refusal("unauthenticated", "The execution token is not valid any more: its stage is over.");
  }
  usage.latestStage = stageNumber;
}
