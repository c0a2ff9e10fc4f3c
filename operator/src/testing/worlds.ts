import {
  ANNOTATIONS,
  type EnvironmentResource,
  EnvironmentSpec,
  type EnvironmentStatusFields,
  FINALIZER,
} from "@catalyst/kubernetes";
import type { ContainerStatus, Pod, PodCondition } from "../judge/read/pod.ts";
import type { World } from "../judge/world.ts";

export const EXECUTION = "0d9b6c1e-5b1c-4c34-9a53-8f2f0e2f7a11";
const CREATED = new Date("2026-01-01T00:00:00Z");
const OWN_UID = "environment-uid";
export const POD_UID = "pod-uid";

/** So many seconds after the Environment was made. */
export function at(seconds: number): Date {
  return new Date(CREATED.getTime() + seconds * 1000);
}

interface EnvironmentChanges {
  spec?: object;
  status?: EnvironmentStatusFields;
  metadata?: Partial<EnvironmentResource["metadata"]>;
}

export function environmentOf({ spec = {}, status, metadata = {} }: EnvironmentChanges = {}): EnvironmentResource {
  return {
    ...{ apiVersion: "catalyst.catalyst.dev/v1alpha1", kind: "Environment" },
    metadata: {
      ...{ name: `x-${EXECUTION}`, namespace: "catalyst-system", uid: OWN_UID, generation: 1 },
      ...{ creationTimestamp: CREATED.toISOString(), finalizers: [FINALIZER] },
      ...metadata,
    },
    spec: EnvironmentSpec.parse({
      ...{ project: "p", source: { repository: "https://x.example/r" }, agent: { type: "claude-code" } },
      ...{ executionId: EXECUTION, stages: [{ name: "prepare" }, { name: "agent" }] },
      ...spec,
    }),
    ...(status === undefined ? {} : { status }),
  };
}

/** All is well, and there is no pod yet. */
export function worldOf(changes: Partial<World> = {}): World {
  return {
    environment: environmentOf(),
    ...{ pod: null, lastPod: null, namespace: { kind: "ready" }, class: { refusal: null, isProofRequired: true } },
    ...{
      failedCreation: null,
      warmPod: null,
      isCanaryListening: true,
      trip: null,
      lastHeard: null,
      events: [],
      now: at(1),
    },
    ...changes,
  };
}

interface PodChanges {
  metadata?: Partial<Pod["metadata"]>;
  node?: string;
  status?: Pod["status"];
}

export function podOf({ metadata = {}, node = "node-1", status = {} }: PodChanges = {}): Pod {
  const annotations = { [ANNOTATIONS.environmentUid]: OWN_UID, [ANNOTATIONS.attempt]: "1" };
  const { annotations: more = {}, ...rest } = metadata;
  return {
    metadata: {
      ...{ name: `x-${EXECUTION}`, namespace: "catalyst-env-p", uid: POD_UID, creationTimestamp: at(1).toISOString() },
      annotations: { ...annotations, ...more },
      ...rest,
    },
    spec: { nodeName: node },
    status: { phase: "Pending", ...status },
  };
}

export function condition(type: string, status: string, more: Partial<PodCondition> = {}): PodCondition {
  return { type, status, lastTransitionTime: at(2).toISOString(), ...more };
}

type State = NonNullable<ContainerStatus["state"]>;
const container = (name: string, state: State): ContainerStatus => ({ name, image: "registry.example/tools", state });

export function waitingFor(name: string, reason: string, message = ""): ContainerStatus {
  return container(name, { waiting: { reason, message } });
}

export function running(name: string): ContainerStatus {
  return container(name, { running: { startedAt: at(5).toISOString() } });
}

export function ended(
  name: string,
  exitCode: number,
  more: Partial<NonNullable<State["terminated"]>> = {},
): ContainerStatus {
  const times = { startedAt: at(5).toISOString(), finishedAt: at(9).toISOString() };
  return container(name, { terminated: { exitCode, ...times, ...more } });
}

/** The pod while its agent works. */
export function workingPod(changes: PodChanges = {}): Pod {
  return podOf({
    ...changes,
    status: {
      ...{ phase: "Running", conditions: [condition("PodScheduled", "True"), condition("Ready", "True")] },
      ...{
        initContainerStatuses: [ended("probe", 0, { message: '{"facts":["user namespaces"]}' }), ended("prepare", 0)],
        containerStatuses: [running("agent")],
      },
      ...changes.status,
    },
  });
}

/** The pod after its last container ended so. */
export function endedPod(last: ContainerStatus, status: Pod["status"] = {}): Pod {
  const phase = last.state?.terminated?.exitCode === 0 ? "Succeeded" : "Failed";
  return workingPod({ status: { phase, containerStatuses: [last], ...status } });
}
