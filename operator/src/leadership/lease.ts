import { ClusterFault, type ClusterObject } from "@catalyst/kubernetes";
import { z } from "zod";

const Spec = z.looseObject({
  holderIdentity: z.string().nullish(),
  leaseDurationSeconds: z.int().positive().nullish(),
  leaseTransitions: z.int().nonnegative().nullish(),
  acquireTime: z.string().nullish(),
});

/** What is read of it, and the object itself, of which nothing else is changed. */
export interface Lease {
  version: string;
  /** `""`: nobody. */
  holder: string;
  seconds: number;
  object: ClusterObject & { spec?: unknown };
}

const DURATION_SECONDS = 15;

export function readLease(object: ClusterObject & { spec?: unknown }): Lease {
  const spec = Spec.safeParse(object.spec ?? {});
  if (!spec.success) {
    throw new ClusterFault("unavailable", "it answered something that is no lease");
  }
  const { holderIdentity, leaseDurationSeconds } = spec.data;
  return {
    version: object.metadata.resourceVersion ?? "",
    holder: holderIdentity ?? "",
    seconds: leaseDurationSeconds ?? DURATION_SECONDS,
    object,
  };
}

/** One that nobody has had yet. */
export function leaseOf({ name, namespace, identity }: { name: string; namespace: string; identity: string }) {
  const time = microTime();
  return {
    ...{ apiVersion: "coordination.k8s.io/v1", kind: "Lease", metadata: { name, namespace } },
    spec: {
      ...{ holderIdentity: identity, leaseDurationSeconds: DURATION_SECONDS, leaseTransitions: 0 },
      ...{ acquireTime: time, renewTime: time },
    },
  };
}

/** The same, renewed, or taken by another one; `""` gives it back. It is of the version that was read: written only if that is the last. */
export function nextLease({ holder, object }: Lease, identity: string) {
  const former = Spec.parse(object.spec ?? {});
  const time = microTime();
  const isTaken = holder !== identity && identity !== "";
  return {
    ...object,
    spec: {
      ...former,
      ...{ holderIdentity: identity, leaseDurationSeconds: DURATION_SECONDS, renewTime: time },
      leaseTransitions: (former.leaseTransitions ?? 0) + (isTaken ? 1 : 0),
      acquireTime: isTaken ? time : (former.acquireTime ?? time),
    },
  };
}

/** Kubernetes wants six digits of a second here. */
function microTime(): string {
  return new Date().toISOString().replace("Z", "000Z");
}
