import { ClusterFault, type EnvironmentSpec } from "@catalyst/kubernetes";
import type { OperatorOptions } from "../operator-options.ts";
import type { PodParts } from "./pod-parts.ts";

type Made = Pick<PodParts, "namespace" | "sibling" | "attempt" | "avoidNode">;

/** What a pod is made of now, by what the cluster's owner said. Throws `ClusterFault` where its class went meanwhile. */
export function partsOf(
  spec: EnvironmentSpec,
  options: Pick<OperatorOptions, "classes" | "images" | "gateway">,
  made: Made,
): PodParts {
  const { classes, images, gateway } = options;
  const wanted = classes.classes[spec.className];
  if (wanted === undefined) {
    throw new ClusterFault("invalid", `the class ${spec.className} went while its pod was made`);
  }
  const agentImage = images.agents[spec.agent.type] ?? null;
  return { class: wanted, gateway: gateway.place(), runnerImage: images.runner, agentImage, ...made };
}
