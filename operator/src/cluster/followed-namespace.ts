import {
  type ClusterConnection,
  type ClusterFault,
  type EnvironmentResource,
  LABELS,
  objectKey,
  type ResourceCache,
} from "@catalyst/kubernetes";
import { environmentOf } from "../clean/sweep-orphan.ts";
import { Pod } from "../judge/read/pod.ts";
import type { World } from "../judge/world.ts";
import { buildPolicies } from "../namespace/build-policies.ts";
import type { Tenancy } from "../namespace/ensure-namespace.ts";
import type { PodNamespace } from "../namespace/pod-namespace.ts";
import { readNamespaceState } from "../namespace/read-namespace-state.ts";
import type { StandingNamespace, StandingPolicy } from "../namespace/standing.ts";
import { SERVICE_ACCOUNT } from "../pod/build-pod.ts";
import { groundOf } from "../pool/ground-of.ts";
import { followKind } from "./follow-kind.ts";
import { KINDS } from "./kinds.ts";
import { choosePod, podIndex } from "./pod-index.ts";

/** How many pods that went are remembered of one: more than go between two looks at their Environments. */
const MAX_ENDS = 1000;

export interface NamespaceOptions {
  connection: ClusterConnection;
  wanted: PodNamespace;
  tenancy: Tenancy;
  namespaces: Pick<ResourceCache<StandingNamespace>, "get" | "isComplete">;
  onPod: (pod: Pod) => void;
  /** A pod has ended: what it used others may have. */
  onRoom: () => void;
  /** Something else of it is another than before. */
  onChange: () => void;
  onFault: (fault: ClusterFault) => void;
  signal: AbortSignal;
}

/** What is known of a namespace of environments. */
export interface FollowedNamespace {
  wanted: PodNamespace;
  pods: ResourceCache<Pod>;
  /** An Environment's pod, and those that it has besides. */
  podOf(environment: Pick<EnvironmentResource, "metadata" | "status">): ReturnType<typeof choosePod>;
  /** Those of pools that are nobody's yet. */
  warmPods(): Pod[];
  /** Those of pools that Environments have, as long as they work. */
  claimedPods(): Pod[];
  /** How the pod of the Environment of that name that went last was at its end, as long as there is no other; null: nobody saw one. */
  lastPod(name: string): Pod | null;
  /** What isolation is proven under now. */
  ground(): string;
  /** Whether all that is there was told: nothing may be concluded before. */
  isComplete(): boolean;
  state(): World["namespace"];
}

/** Follows what is in a namespace, whose rights to do so were given before. */
export function followNamespace(options: NamespaceOptions): FollowedNamespace {
  const { connection, wanted, tenancy, namespaces, onPod, onRoom, onChange, onFault, signal } = options;
  const namespace = wanted.name;
  const common = { connection, namespace, onFault, signal, onComplete: onChange };
  const ends = new Map<string, Pod>();
  const index = podIndex();
  const pods = followKind<Pod>({
    ...{ ...common, resource: KINDS.pods, labelSelector: `${LABELS.component}=environment` },
    read: (object) => Pod.safeParse(object).data ?? null,
    onRemoved(last) {
      ends.delete(environmentOf(last));
      ends.set(environmentOf(last), last);
      if (ends.size > MAX_ENDS) {
        ends.delete(ends.keys().next().value ?? "");
      }
    },
    onChange(pod, former) {
      const changed = pod ?? former;
      if (changed !== null) {
        index.note(objectKey(changed), pod);
        onPod(changed);
      }
      if (!isOver(former) && isOver(pod)) {
        onRoom();
      }
    },
  });
  const policies = followKind<StandingPolicy>({
    ...{ ...common, resource: KINDS.policies, onChange },
    read: (object) => object as unknown as StandingPolicy,
  });
  const accounts = followKind<{ metadata: { name: string } }>({
    ...{ ...common, resource: KINDS.serviceAccounts, onChange },
    read: ({ metadata }) => ({ metadata }),
  });
  const standing = { policies: buildPolicies(namespace, tenancy.gateway), mayMake: wanted.mayMake };
  return {
    ...{ wanted, pods, lastPod: (name) => ends.get(name) ?? null, warmPods: index.warm, claimedPods: index.claimed },
    podOf({ metadata, status }) {
      const ofName = pods.get(`${namespace}/${metadata.name}`);
      return choosePod({ metadata, status }, ofName, index.ofEnvironment(metadata.uid ?? ""));
    },
    ground: () => groundOf(namespaces.get(`/${namespace}`), policies.list()),
    isComplete: () => [pods, policies, accounts, namespaces].every((cache) => cache.isComplete()),
    state: () =>
      readNamespaceState(
        {
          namespace: namespaces.get(`/${namespace}`),
          policies: policies.list(),
          hasAccount: accounts.list().some(({ metadata }) => metadata.name === SERVICE_ACCOUNT),
        },
        standing,
      ),
  };
}

function isOver(pod: Pod | null): boolean {
  return pod === null || pod.status?.phase === "Succeeded" || pod.status?.phase === "Failed";
}
