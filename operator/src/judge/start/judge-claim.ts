import { leftToStartMilliseconds } from "../ages.ts";
import { GOES_ON, type Step, waits } from "../step.ts";
import type { Said } from "../tell/conditions.ts";
import type { World } from "../world.ts";
import { isProvable } from "./judge-creation.ts";

const AGAIN_MILLISECONDS = 5000;

/** There is no pod: one of a pool that is as its own would be becomes its own, whatever its own was refused for. */
export function judgeClaim(world: World): Step {
  const { pod, warmPod, environment } = world;
  const left = leftToStartMilliseconds(world);
  if (pod !== null || left <= 0 || !isProvable(world)) {
    return GOES_ON;
  }
  if (warmPod !== null) {
    const said = scheduling("Unknown", "Claiming", "A pod of a pool is becoming its own");
    return waits([said], left, [{ kind: "claimPod", pod: warmPod }]);
  }
  if (environment.spec.pool !== "Require") {
    return GOES_ON;
  }
  const said = scheduling("False", "PoolEmpty", "Waiting for a pod of a pool that is as it wants one");
  return waits([said], Math.min(left, AGAIN_MILLISECONDS));
}

function scheduling(status: Said["status"], reason: string, message: string): Said {
  return { type: "Scheduled", status, reason, message };
}
