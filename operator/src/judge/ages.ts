import { durationSeconds } from "@catalyst/kubernetes";
import type { World } from "./world.ts";

const MILLISECONDS = 1000;

/** Since the API server made it. */
export function ageMilliseconds({ environment, now }: World): number {
  return now.getTime() - Date.parse(environment.metadata.creationTimestamp ?? now.toISOString());
}

/** How long it may still take to start; nothing, or less, once it has taken too long. */
export function leftToStartMilliseconds(world: World): number {
  return durationSeconds(world.environment.spec.startTimeout) * MILLISECONDS - ageMilliseconds(world);
}
