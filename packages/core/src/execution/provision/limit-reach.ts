import type { StageKind } from "../../environment/stages/stage.ts";
import type { EffectiveSettings } from "../../settings/effective-settings.ts";
import type { AgentTask } from "../../task/task.ts";

/** What a stage may reach beside its model and the git remote. */
export type Reach = Pick<EffectiveSettings, "allowedHosts" | "allowedProviderFeatures">;

const NOTHING: Reach = { allowedHosts: [], allowedProviderFeatures: [] };

/**
 * What an agent that was told outsiders' words may not reach: they might have it carry out what it reads. So may nothing that
 * runs what it has written. What prepares the workspace before it has met none of them.
 */
export function limitReach(
  { contextPayload }: Pick<AgentTask, "contextPayload">,
  stage: StageKind,
  reach: Reach,
): Reach {
  const isLed = stage === "agent" || stage === "verify";
  return contextPayload.hasOutsiderInput === true && isLed ? NOTHING : reach;
}
