import { EnvironmentPoolResource, type EnvironmentResource, objectKey, type ResourceCache } from "@catalyst/kubernetes";
import { environmentOf, ownerOf } from "../clean/sweep-orphan.ts";
import type { FailedCreation } from "../judge/world.ts";
import { foundNamespace, podNamespaceOf } from "../namespace/pod-namespace.ts";
import type { StandingNamespace } from "../namespace/standing.ts";
import type { OperatorOptions } from "../operator-options.ts";
import type { Claims } from "../pool/claims.ts";
import { claimantOf, poolOf } from "../pool/warm-pod.ts";
import { BANDS, type WorkQueue } from "../queue/work-queue.ts";
import { wakeForQuota } from "../reconcile/wake-for-quota.ts";
import { followKind } from "./follow-kind.ts";
import { followStanding } from "./follow-standing.ts";
import { type FollowedNamespaces, followNamespaces } from "./followed-namespaces.ts";
import { KINDS } from "./kinds.ts";
import { readEnvironment } from "./read-environment.ts";

/** What is to be looked at, beside Environments by their own keys. */
export const KEYS = {
  /** A pod that may be nobody's any more. */
  orphan: "orphan:",
  /** What we made in a namespace. */
  namespace: "namespace:",
  /** A namespace whose Environment may be gone. */
  unowned: "unowned:",
  pool: "pool:",
} as const;

export interface FollowingCluster {
  options: OperatorOptions;
  signal: AbortSignal;
  queue: WorkQueue;
  /** Of each Environment by its uid, the last attempt at a pod, if it failed. */
  failures: Map<string, FailedCreation>;
  /** null: there are no pools here. */
  claims: Claims | null;
}

export interface FollowedCluster {
  environments: ResourceCache<EnvironmentResource>;
  /** null: there are none here. */
  pools: ResourceCache<EnvironmentPoolResource> | null;
  standing: Pick<ResourceCache<StandingNamespace>, "get" | "isComplete">;
  namespaces: FollowedNamespaces;
  lookAtAll(): void;
}

/** Follows all that Environments are judged by, until the signal, and has looked at what changes. */
export function followCluster({ options, signal, queue, failures, claims }: FollowingCluster): FollowedCluster {
  const { connection, home, tenancy, onFault } = options;
  const { kind } = tenancy.mode;
  const nameFor = (environment: EnvironmentResource) => podNamespaceOf(environment, tenancy.mode).name;
  const lookAtAll = () => {
    for (const environment of environments.list()) {
      queue.add(objectKey(environment), BANDS.resync);
    }
    for (const pool of pools?.list() ?? []) {
      queue.add(`${KEYS.pool}${objectKey(pool)}`, BANDS.resync);
    }
  };
  const pools = options.hasPools ? followPools({ options, signal, queue }) : null;
  const environments = followKind<EnvironmentResource>({
    ...{ connection, resource: KINDS.environments, namespace: home, onFault, signal },
    read: readEnvironment,
    onChange(environment, former) {
      const { metadata } = environment ?? (former as EnvironmentResource);
      if (environment === null) {
        failures.delete(metadata.uid ?? "");
        claims?.release(metadata.uid ?? "");
        queue.add(`${KEYS.unowned}${nameFor(former as EnvironmentResource)}`, BANDS.resync);
      }
      queue.add(objectKey({ metadata }), metadata.deletionTimestamp === undefined ? BANDS.change : BANDS.end);
    },
  });
  const standing = followStanding({
    ...{ options, signal, onComplete: lookAtAll },
    onChange(namespace, former) {
      const { name } = (namespace ?? (former as StandingNamespace)).metadata;
      if (namespace === null && kind === "environment") {
        namespaces.forget(name);
      } else if (namespace !== null) {
        // Pods may be there that nobody's Environment asks for any more.
        namespaces.follow(foundNamespace(namespace.metadata, tenancy.mode));
        queue.add(`${KEYS.unowned}${name}`, BANDS.resync);
      }
      lookAtAll();
    },
  });
  options.gateway.news.onTrip((podUid) => {
    const tripped = environments.list().filter(({ status }) => status?.pod?.uid === podUid);
    for (const environment of tripped) {
      queue.add(objectKey(environment), BANDS.end);
    }
  });
  const namespaces = followNamespaces({
    ...{ options, signal, standing },
    onPod(pod) {
      const pool = poolOf(pod);
      if (pool !== null) {
        queue.add(`${KEYS.pool}${pool.home}/${pool.name}`, BANDS.change);
      }
      if (pool === null || claimantOf(pod) !== null) {
        queue.add(`${ownerOf(pod)?.home ?? home}/${environmentOf(pod)}`, BANDS.change);
      }
      queue.add(`${KEYS.orphan}${objectKey(pod)}`, BANDS.resync);
    },
    onRoom: (name) => wakeForQuota(name, { environments, nameFor, failures, queue }),
    onChange(name) {
      queue.add(`${KEYS.namespace}${name}`, BANDS.change);
      lookAtAll();
    },
  });
  return { environments, pools, standing, namespaces, lookAtAll };
}

function followPools({ options, signal, queue }: Pick<FollowingCluster, "options" | "signal" | "queue">) {
  const { connection, home, onFault } = options;
  return followKind<EnvironmentPoolResource>({
    ...{ connection, resource: KINDS.pools, namespace: home, onFault, signal },
    read: (object) => EnvironmentPoolResource.safeParse(object).data ?? null,
    onChange(pool, former) {
      const changed = pool ?? (former as EnvironmentPoolResource);
      if (pool === null) {
        options.measures?.pooled(changed.metadata.uid ?? "", null);
      }
      queue.add(`${KEYS.pool}${objectKey(changed)}`, BANDS.change);
    },
  });
}
