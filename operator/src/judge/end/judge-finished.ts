import { ANNOTATIONS, durationSeconds } from "@catalyst/kubernetes";
import type { Action } from "../judgement.ts";
import { GOES_ON, type Step } from "../step.ts";
import { isTrue } from "../tell/conditions.ts";
import type { World } from "../world.ts";

const PATIENCE_MILLISECONDS = 30_000;

/** What is over stays so, whatever its pod says later; it is told for as long as was wanted, and then it goes. */
export function judgeFinished(world: World): Step {
  const { environment, pod, now } = world;
  const { status, spec } = environment;
  if (!isTrue(status?.conditions, "Finished")) {
    return GOES_ON;
  }
  const toldUntil = Date.parse(status?.finishedAt ?? now.toISOString()) + durationSeconds(spec.ttlAfterFinished) * 1000;
  const left = toldUntil - now.getTime();
  if (left <= 0) {
    return { said: [], actions: [{ kind: "deleteEnvironment" }], againMilliseconds: null, isLast: true };
  }
  const actions = leftOver(world);
  return {
    said: [],
    actions,
    againMilliseconds: pod === null ? left : Math.min(left, PATIENCE_MILLISECONDS),
    isLast: true,
  };
}

/** A pod that goes on though its Environment is over. */
function leftOver({ environment, pod, now }: World): Action[] {
  const isOurs = pod?.metadata.annotations?.[ANNOTATIONS.environmentUid] === environment.metadata.uid;
  if (pod === null || !isOurs || pod.status?.phase === "Succeeded" || pod.status?.phase === "Failed") {
    return [];
  }
  const { uid, deletionTimestamp } = pod.metadata;
  if (deletionTimestamp === undefined) {
    const reason = environment.status?.conditions?.find(({ type }) => type === "Finished")?.reason ?? "Destroyed";
    return [{ kind: "deletePod", uid, mark: reason }];
  }
  const isStuck = Date.parse(deletionTimestamp) + PATIENCE_MILLISECONDS <= now.getTime();
  return isStuck ? [{ kind: "forceDeletePod", uid }] : [];
}
