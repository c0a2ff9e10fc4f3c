import type { PodEnd } from "../read/pod-end.ts";
import { finishes, type Step } from "../step.ts";
import type { World } from "../world.ts";
import { sayAmounts } from "./say-amounts.ts";

/** It is over as its pod was; one that somebody deleted may have gone with all of its namespace. */
export function finishPod(world: World, end: PodEnd): Step {
  return end.reason === "PodDeleted" ? finishDeleted(world) : finishes(world, sayAmounts(end, world.environment.spec));
}

/** Its pod was taken away. */
export function finishDeleted(world: World): Step {
  return world.namespace.kind === "terminating" || world.namespace.kind === "missing"
    ? finishes(world, { reason: "NamespaceDeleted", exit: "lost", message: "The namespace was deleted" })
    : finishes(world, { reason: "PodDeleted", exit: "destroyed", message: "Somebody deleted the pod" });
}
