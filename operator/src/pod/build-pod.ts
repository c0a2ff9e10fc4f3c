import {
  ANNOTATIONS,
  durationSeconds,
  type EnvironmentResource,
  type EnvironmentSpec,
  LABELS,
} from "@catalyst/kubernetes";
import type { EnvironmentClass } from "../classes/environment-class.ts";
import { buildCopies } from "./build-copies.ts";
import { buildProbe } from "./build-probe.ts";
import { buildStage } from "./build-stage.ts";
import { buildVolumes } from "./build-volumes.ts";
import type { PodParts } from "./pod-parts.ts";
import { podSecurity } from "./security.ts";
import { containerNames } from "./stage-containers.ts";
import { sizeOf } from "./stage-size.ts";

/** More than the runner's own time to end what it started. */
const GRACE_SECONDS = 20;
/** Instead of 300: so long a node may not answer before its pods are given up. */
const MOST_WEIGHT = 100;
const UNREACHABLE_SECONDS = 120;
export const SERVICE_ACCOUNT = "catalyst-environment";

/** The pod of an Environment: what proves the isolation, then its stages, each after the former one's last process. */
export function buildPod(environment: EnvironmentResource, parts: PodParts) {
  const { spec, metadata } = environment;
  return {
    apiVersion: "v1",
    kind: "Pod",
    metadata: { name: metadata.name, namespace: parts.namespace, ...marksOf(environment, parts) },
    spec: {
      activeDeadlineSeconds: Math.ceil(durationSeconds(spec.agent.timeout) + durationSeconds(spec.startTimeout)),
      ...buildPodSpec(spec, parts),
    },
  };
}

/** All of a pod but whose it is, and until when it may be there. */
export function buildPodSpec(spec: EnvironmentSpec, parts: PodParts) {
  const { requests, limits, disk } = sizeOf(spec, parts.class);
  const image = spec.image ?? parts.class.image;
  const names = containerNames(spec.stages);
  const stages = spec.stages.map((stage, index) =>
    buildStage(names[index] ?? stage.name, stage, {
      ...parts,
      image,
      resources: { requests, limits },
      kept: keptFor(spec.stages, index),
    }),
  );
  return {
    restartPolicy: "Never",
    terminationGracePeriodSeconds: GRACE_SECONDS,
    serviceAccountName: SERVICE_ACCOUNT,
    automountServiceAccountToken: false,
    enableServiceLinks: false,
    hostname: "catalyst",
    // Nothing listens there: a name is not found at once, instead of after the time that a lookup may take.
    dnsPolicy: "None",
    dnsConfig: { nameservers: ["127.0.0.1"], options: [option("timeout", "1"), option("attempts", "1")] },
    securityContext: podSecurity(parts.class),
    ...placementOf(parts),
    initContainers: [...buildCopies(parts), buildProbe(parts), ...stages.slice(0, -1)],
    containers: stages.slice(-1),
    volumes: buildVolumes(spec, parts, disk),
  };
}

/** The first stage keeps what it made, for those that verify what came after it. */
function keptFor(stages: EnvironmentResource["spec"]["stages"], index: number): "write" | "read" | null {
  const isKept = stages.some(({ name }) => name === "verify") && ["setup", "prepare"].includes(stages[0]?.name ?? "");
  if (isKept && index === 0) {
    return "write";
  }
  return isKept && stages[index]?.name === "verify" ? "read" : null;
}

function option(name: string, value: string) {
  return { name, value };
}

function marksOf({ metadata, spec }: EnvironmentResource, { attempt }: PodParts) {
  return {
    labels: {
      ...labelsOf(spec.project),
      ...claimLabels(metadata),
      ...(spec.queueName === undefined ? {} : { "kueue.x-k8s.io/queue-name": spec.queueName }),
    },
    annotations: claimAnnotations(metadata, attempt),
  };
}

/** Of each pod of a project, whoever has it. */
export function labelsOf(project: string): Record<string, string> {
  return {
    "app.kubernetes.io/managed-by": "catalyst-operator",
    [LABELS.component]: "environment",
    [LABELS.project]: project,
  };
}

type Metadata = EnvironmentResource["metadata"];

/** By which tools and people know whose pod it is. */
export function claimLabels({ name, labels }: Metadata): Record<string, string> {
  const taskId = labels?.[LABELS.taskId];
  return { [LABELS.environment]: name, ...(taskId === undefined ? {} : { [LABELS.taskId]: taskId }) };
}

/** By which we know it. */
export function claimAnnotations({ uid = "", namespace = "" }: Metadata, attempt: number): Record<string, string> {
  return {
    [ANNOTATIONS.environmentUid]: uid,
    [ANNOTATIONS.home]: namespace,
    [ANNOTATIONS.attempt]: String(attempt),
    // What works isn't moved to save a node.
    "cluster-autoscaler.kubernetes.io/safe-to-evict": "false",
    "karpenter.sh/do-not-disrupt": "true",
  };
}

function placementOf({ class: wanted, avoidNode }: PodParts) {
  const tolerate = (key: string) => ({
    ...{ key: `node.kubernetes.io/${key}`, operator: "Exists", effect: "NoExecute" },
    tolerationSeconds: UNREACHABLE_SECONDS,
  });
  return {
    // A name that is empty is none that any cluster has.
    ...(wanted.runtimeClassName === null ? {} : { runtimeClassName: wanted.runtimeClassName }),
    ...(wanted.priorityClassName === null ? {} : { priorityClassName: wanted.priorityClassName }),
    ...(wanted.userNamespaces === "required" ? { hostUsers: false } : {}),
    ...secretsOf(wanted),
    nodeSelector: wanted.nodeSelector,
    tolerations: [...wanted.tolerations, tolerate("unreachable"), tolerate("not-ready")],
    ...(avoidNode === null ? {} : { affinity: awayFrom(avoidNode) }),
  };
}

function secretsOf({ imagePullSecrets }: EnvironmentClass) {
  return imagePullSecrets.length === 0 ? {} : { imagePullSecrets: imagePullSecrets.map((name) => ({ name })) };
}

/** Where there is another one: with one node, or with room on one alone, it is tried there again. */
function awayFrom(node: string) {
  const matchFields = [{ key: "metadata.name", operator: "NotIn", values: [node] }];
  return {
    nodeAffinity: {
      preferredDuringSchedulingIgnoredDuringExecution: [{ weight: MOST_WEIGHT, preference: { matchFields } }],
    },
  };
}
