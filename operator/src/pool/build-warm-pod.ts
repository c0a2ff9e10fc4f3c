import { randomBytes } from "node:crypto";
import { ANNOTATIONS, durationSeconds, type EnvironmentPoolResource, LABELS } from "@catalyst/kubernetes";
import { buildPodSpec, labelsOf } from "../pod/build-pod.ts";
import type { PodParts } from "../pod/pod-parts.ts";
import { specOfPool } from "./pool-template.ts";

const NAME_BYTES = 5;
const MAX_POOL_NAME = 50;

/** How it may be known what a pod of a pool is worth later. */
export interface WarmMarks {
  template: string;
  ground: string;
}

/** A pod that is nobody's yet. It ends by itself, also where no operator is there any more. */
export function buildWarmPod(pool: EnvironmentPoolResource, parts: PodParts, { template, ground }: WarmMarks) {
  const { metadata, spec } = pool;
  const made = specOfPool(spec);
  const longest = [spec.maxAge, spec.longestTimeout, made.startTimeout].reduce(
    (sum, time) => sum + durationSeconds(time),
    0,
  );
  return {
    apiVersion: "v1",
    kind: "Pod",
    metadata: {
      name: `${metadata.name.slice(0, MAX_POOL_NAME)}-${randomBytes(NAME_BYTES).toString("hex")}`,
      namespace: parts.namespace,
      labels: { ...labelsOf(spec.project), [LABELS.pool]: metadata.name },
      annotations: {
        [ANNOTATIONS.home]: metadata.namespace ?? "",
        [ANNOTATIONS.poolUid]: metadata.uid ?? "",
        [ANNOTATIONS.template]: template,
        [ANNOTATIONS.ground]: ground,
        // Nothing is lost where it is put out.
        "cluster-autoscaler.kubernetes.io/safe-to-evict": "true",
      },
    },
    spec: { activeDeadlineSeconds: Math.ceil(longest), ...buildPodSpec(made, parts) },
  };
}
