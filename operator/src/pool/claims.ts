import {
  ANNOTATIONS,
  type ClusterConnection,
  ClusterFault,
  type ClusterFaultKind,
  deleteObject,
  type EnvironmentResource,
  mergeObject,
  readOne,
} from "@catalyst/kubernetes";
import { KINDS, WRITING } from "../cluster/kinds.ts";
import { Pod } from "../judge/read/pod.ts";
import { claimAnnotations, claimLabels } from "../pod/build-pod.ts";
import { claimDeadline } from "./choose-warm.ts";
import { claimantOf } from "./warm-pod.ts";

/** More than wait anywhere. */
const MAX_REFUSED = 1000;

interface Claim {
  namespace: string;
  name: string;
  uid: string;
}

/** Which pods of pools Environments are just about to have, in this process alone: the pod itself is the lock. */
export interface Claims {
  isReserved(podUid: string): boolean;
  /** The cluster lets nobody have this one. */
  refuse(podUid: string): void;
  isRefused(podUid: string): boolean;
  /** Not while another one has it, or this one another. */
  reserve(environmentUid: string, claim: Claim): boolean;
  of(environmentUid: string): Claim | null;
  release(environmentUid: string): void;
}

export function keepClaims(): Claims {
  const byEnvironment = new Map<string, Claim>();
  const reserved = new Set<string>();
  const refused = new Set<string>();
  return {
    isReserved: (podUid) => reserved.has(podUid),
    isRefused: (podUid) => refused.has(podUid),
    refuse(podUid) {
      refused.add(podUid);
      if (refused.size > MAX_REFUSED) {
        refused.delete(refused.values().next().value ?? "");
      }
    },
    reserve(environmentUid, claim) {
      if (reserved.has(claim.uid) || byEnvironment.has(environmentUid)) {
        return false;
      }
      byEnvironment.set(environmentUid, claim);
      reserved.add(claim.uid);
      return true;
    },
    of: (environmentUid) => byEnvironment.get(environmentUid) ?? null,
    release(environmentUid) {
      reserved.delete(byEnvironment.get(environmentUid)?.uid ?? "");
      byEnvironment.delete(environmentUid);
    },
  };
}

export interface Claiming {
  connection: ClusterConnection;
  /** null: there are no pools here. */
  claims: Claims | null;
  /** A pod as it is now. */
  onPod: (pod: Pod) => void;
}

/** By the API server's own word nobody may have it. */
const REFUSALS: readonly ClusterFaultKind[] = ["forbidden", "invalid", "quota"];

export type ClaimResult = "claimed" | "lost";

/**
 * Makes a pod of a pool an Environment's, for ever, in one write over the version that was looked at: of two that want it one gets it. Throws
 * `ClusterFault` where nobody knows whether it did; `settleClaim` finds that out.
 */
export async function claimPod(environment: EnvironmentResource, pod: Pod, claiming: Claiming): Promise<ClaimResult> {
  const { connection, claims, onPod } = claiming;
  const { metadata, spec } = environment;
  const { name, namespace = "", uid, resourceVersion } = pod.metadata;
  const environmentUid = metadata.uid ?? "";
  const now = connection.now();
  const deadline = claimDeadline(pod, spec, now);
  if (deadline === null || !claims?.reserve(environmentUid, { namespace, name, uid })) {
    return "lost";
  }
  const change = {
    metadata: {
      ...{ uid, resourceVersion, labels: claimLabels(metadata) },
      annotations: { ...claimAnnotations(metadata, 1), [ANNOTATIONS.claimedAt]: now.toISOString() },
    },
    spec: { activeDeadlineSeconds: deadline },
  };
  const place = { resource: KINDS.pods, namespace, name };
  try {
    const claimed = Pod.safeParse(await mergeObject(connection, { place, change, writing: WRITING })).data;
    if (claimed !== undefined) {
      onPod(claimed);
    }
    claims.release(environmentUid);
    return "claimed";
  } catch (cause) {
    const kind = cause instanceof ClusterFault ? cause.kind : null;
    if (kind !== null && REFUSALS.includes(kind)) {
      claims.refuse(uid);
      claims.release(environmentUid);
    }
    if (kind !== "conflict" && kind !== "not_found") {
      throw cause;
    }
    // What was known of it was too old to be written over.
    const there = Pod.safeParse(await readOne(connection, place)).data;
    if (there !== undefined) {
      onPod(there);
    }
    claims.release(environmentUid);
    return "lost";
  }
}

/**
 * What became of a claim whose answer was lost. A pod that it didn't reach yet it may reach any time: nobody is to have that one. Throws
 * `ClusterFault` as long as it isn't known.
 */
export async function settleClaim({ metadata }: EnvironmentResource, claiming: Claiming): Promise<void> {
  const { connection, claims, onPod } = claiming;
  const environmentUid = metadata.uid ?? "";
  const claim = claims?.of(environmentUid) ?? null;
  if (claims === null || claim === null) {
    return;
  }
  const place = { resource: KINDS.pods, namespace: claim.namespace, name: claim.name };
  const pod = Pod.safeParse(await readOne(connection, place)).data;
  if (pod !== undefined && pod.metadata.uid === claim.uid) {
    if (claimantOf(pod) === null) {
      const { uid, resourceVersion } = pod.metadata;
      const precondition = resourceVersion === undefined ? { uid } : { uid, resourceVersion };
      await deleteObject(connection, { place, precondition });
    } else {
      onPod(pod);
    }
  }
  claims.release(environmentUid);
}
