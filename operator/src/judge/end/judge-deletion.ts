import { ANNOTATIONS, FINALIZER } from "@catalyst/kubernetes";
import type { Pod } from "../read/pod.ts";
import { GOES_ON, type Step, waits } from "../step.ts";
import type { World } from "../world.ts";

/** Beyond the pod's own time to end: then its node isn't there to tell that it did. */
const PATIENCE_MILLISECONDS = 30_000;

/**
 * An Environment whose end is wanted goes as soon as its pod has. A node that is lost tells nobody; its pod is then taken off the books: what may
 * still run there has no grant any more.
 */
export function judgeDeletion(world: World): Step {
  const { environment, pod, now } = world;
  const { deletionTimestamp, finalizers = [] } = environment.metadata;
  if (deletionTimestamp === undefined) {
    return GOES_ON;
  }
  if (pod === null || !isOf(pod, world)) {
    const actions = finalizers.includes(FINALIZER) ? [{ kind: "removeFinalizer" as const }] : [];
    return { said: [], actions, againMilliseconds: null, isLast: true };
  }
  const { uid, deletionTimestamp: endsAt } = pod.metadata;
  if (endsAt === undefined) {
    return waits([terminating("PodStopping")], PATIENCE_MILLISECONDS, [{ kind: "deletePod", uid, mark: "Destroyed" }]);
  }
  const left = Date.parse(endsAt) + PATIENCE_MILLISECONDS - now.getTime();
  return left > 0
    ? waits([terminating("PodStopping")], left)
    : waits([terminating("NodeUnreachable")], PATIENCE_MILLISECONDS, [{ kind: "forceDeletePod", uid }]);
}

function isOf({ metadata }: Pod, { environment }: World): boolean {
  return metadata.annotations?.[ANNOTATIONS.environmentUid] === environment.metadata.uid;
}

function terminating(reason: "PodStopping" | "NodeUnreachable") {
  const message =
    reason === "PodStopping" ? "Its pod is ending" : "Its pod's node doesn't answer: the pod is taken off the books";
  return { type: "Terminating", status: "True", reason, message } as const;
}
