import { ANNOTATIONS } from "@catalyst/kubernetes";
import { GOES_ON, refuses, type Step, waits } from "../step.ts";
import type { World } from "../world.ts";

const AGAIN_MILLISECONDS = 5000;

/** A pod of the right name may be somebody else's, or that of a former Environment of the name, which is on its way out. */
export function judgeOwner(world: World): Step {
  const { environment, pod } = world;
  const owner = pod?.metadata.annotations?.[ANNOTATIONS.environmentUid];
  if (pod === null || owner === environment.metadata.uid) {
    return GOES_ON;
  }
  const message = `The name ${pod.metadata.name} is in use by a pod that isn't its own`;
  const said = { type: "Scheduled", status: "False", reason: "AdmissionDenied", message } as const;
  if (owner === undefined || owner === "") {
    // It isn't ours to delete, either.
    return { ...refuses(world, "admission", said), actions: [] };
  }
  return waits([{ ...said, message: "A former pod of its name is ending" }], AGAIN_MILLISECONDS);
}
