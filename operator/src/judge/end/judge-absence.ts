import { ANNOTATIONS } from "@catalyst/kubernetes";
import { hasStageStarted, type Pod } from "../read/pod.ts";
import { readEnd } from "../read/read-end.ts";
import { hasToldStart, readStages } from "../read/read-stages.ts";
import { GOES_ON, refuses, type Step } from "../step.ts";
import type { Said } from "../tell/conditions.ts";
import type { World } from "../world.ts";
import { finishDeleted, finishPod } from "./finish-pod.ts";

/** How many pods an Environment may have, as long as nothing of the project has begun in one. */
export const MAX_ATTEMPTS = 3;

/** It had a pod, which is gone. After something began in it there never is a second one: how it ended is told, as far as anybody saw. */
export function judgeAbsence(world: World): Step {
  const { environment, pod } = world;
  const former = environment.status?.pod;
  if (pod !== null) {
    return GOES_ON;
  }
  const last = lastOfItsOwn(world);
  const hasBegun = hasToldStart(environment);
  if (last !== null && (hasBegun || hasStageStarted(last))) {
    const end = readEnd(last);
    const step = end === null ? finishDeleted(world) : finishPod(world, end);
    return { ...step, status: { stages: readStages(last, environment), ...step.status } };
  }
  if (hasBegun) {
    return finishDeleted(world);
  }
  const isOver = former !== undefined && former.attempt >= MAX_ATTEMPTS;
  return isOver ? refuses(world, "start_timeout", lastWords(world)) : GOES_ON;
}

/** What came last of it may have been told with its end alone, and be in no status yet. */
function lastOfItsOwn({ environment, lastPod }: World): Pod | null {
  const owner = lastPod?.metadata.annotations?.[ANNOTATIONS.environmentUid];
  return owner !== undefined && owner === environment.metadata.uid ? lastPod : null;
}

/** What was known of the pod before it went says more than that it went. */
function lastWords({ environment }: World): Said {
  const why = environment.status?.conditions?.find(({ status }) => status === "False");
  const words = why === undefined || why.message === "" ? "" : `: ${why.message}`;
  return {
    ...{ type: "Scheduled", status: "False", reason: why?.reason ?? "PodDeleted" },
    message: `${MAX_ATTEMPTS} pods went before anything started in them${words}`,
  };
}
