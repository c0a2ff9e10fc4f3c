import { ANNOTATIONS, EnvironmentPoolSpec, LABELS, POOL_FINALIZER } from "@catalyst/kubernetes";
import type { Pod } from "../judge/read/pod.ts";
import type { PoolWorld } from "../pool/pool-world.ts";
import { at, ended, running, workingPod } from "./worlds.ts";

export const WANTS = { template: "template", ground: "ground" };
const POOL_UID = "pool-uid";

interface PoolChanges extends Partial<Omit<PoolWorld, "pool">> {
  spec?: object;
  metadata?: Partial<PoolWorld["pool"]["metadata"]>;
}

/** A pool of three that has none yet, and all is well. */
export function poolWorldOf({ spec = {}, metadata = {}, ...changes }: PoolChanges = {}): PoolWorld {
  return {
    pool: {
      ...{ apiVersion: "catalyst.catalyst.dev/v1alpha1", kind: "EnvironmentPool" },
      metadata: {
        ...{ name: "pool", namespace: "catalyst-system", uid: POOL_UID, generation: 1, finalizers: [POOL_FINALIZER] },
        ...metadata,
      },
      spec: EnvironmentPoolSpec.parse({ project: "p", agent: { type: "claude-code" }, replicas: 3, ...spec }),
    },
    ...{ warm: [], claimed: 0, namespace: { kind: "ready" }, class: { refusal: null, isProofRequired: true } },
    ...{
      wants: WANTS,
      isProvable: true,
      lastHeard: () => null,
      isReserved: () => false,
      isRemoved: () => false,
      failure: null,
    },
    now: at(60),
    ...changes,
  };
}

interface WarmChanges {
  annotations?: Record<string, string>;
  metadata?: Partial<Pod["metadata"]>;
  status?: Pod["status"];
}

/** A pod of it that waits for an Environment. */
export function warmPod(name: string, { annotations = {}, metadata = {}, status = {} }: WarmChanges = {}): Pod {
  const pod = workingPod({
    status: { initContainerStatuses: [ended("probe", 0)], containerStatuses: [running("agent")], ...status },
  });
  return {
    ...pod,
    metadata: {
      ...{ name, namespace: "catalyst-env-p", uid: `uid-of-${name}`, resourceVersion: "7" },
      ...{ creationTimestamp: at(1).toISOString(), labels: { [LABELS.pool]: "pool", [LABELS.project]: "p" } },
      annotations: {
        ...{ [ANNOTATIONS.home]: "catalyst-system", [ANNOTATIONS.poolUid]: POOL_UID },
        ...{ [ANNOTATIONS.template]: WANTS.template, [ANNOTATIONS.ground]: WANTS.ground, ...annotations },
      },
      ...metadata,
    },
    spec: { nodeName: "node-1", activeDeadlineSeconds: 60_000 },
  };
}

/** One that isn't as far yet. */
export function startingPod(name: string, { status = {}, ...changes }: WarmChanges = {}): Pod {
  return warmPod(name, {
    ...changes,
    status: { phase: "Pending", initContainerStatuses: [running("probe")], containerStatuses: [], ...status },
  });
}
