import { durationSeconds } from "@catalyst/kubernetes";
import type { World } from "./world.ts";

const MILLISECONDS = 1000;

/** Since the API server made it. */
export function ageMilliseconds({ environment, now }: World): number {
  return now.getTime() - Date.parse(environment.metadata.creationTimestamp ?? now.toISOString());
}

/** How long it may still take to start; nothing, or less, once it has taken too long. In a queue's turn no time passes for it. */
export function leftToStartMilliseconds(world: World): number {
  const taken = ageMilliseconds(world) - queuedMilliseconds(world);
  return durationSeconds(world.environment.spec.startTimeout) * MILLISECONDS - taken;
}

/** Until when a queue held it back, from its creation on. */
export function queuedMilliseconds(world: World): number {
  const { conditions = [], timings } = world.environment.status ?? {};
  const isHeldBack = conditions.some(({ type, reason }) => type === "Scheduled" && reason === "SchedulingGated");
  // Its queue may have let it go at any time since it was looked at last.
  return isHeldBack ? ageMilliseconds(world) : (timings?.queued ?? 0);
}
