import { type ClusterConnection, ClusterFault, createObject, readOne, replaceObject } from "@catalyst/kubernetes";
import { type Lease, leaseOf, nextLease, readLease } from "./lease.ts";

/** The clock of whoever wants to lead: it never goes back, and is nobody else's. */
export interface LeaseClock {
  now(): number;
  /** Resolves after so long, or when the signal comes. */
  wait(milliseconds: number, signal: AbortSignal): Promise<void>;
}

export interface Leadership {
  connection: ClusterConnection;
  namespace: string;
  name: string;
  /** Another one for each process, and each start of it. */
  identity: string;
  signal: AbortSignal;
  clock: LeaseClock;
  onLead: () => void;
}

/** Whoever couldn't renew it for so long leads no more: well before anybody else does. */
const RENEWED_WITHIN_MILLISECONDS = 10_000;
const AGAIN_MILLISECONDS = 2000;

/**
 * Waits until this one leads, and resolves once it doesn't any more: by the signal, at which it gives the lease back, or because it
 * couldn't renew it. Whoever led then ends: somebody else may begin, and two would write.
 */
export async function holdLease(leadership: Leadership): Promise<"released" | "lost"> {
  const { signal, clock, onLead } = leadership;
  const seen: Seen = { version: "", since: clock.now() };
  let held: Lease | null = null;
  while (held === null && !signal.aborted) {
    held = await quietly(() => take(leadership, seen));
    if (held === null) {
      await clock.wait(AGAIN_MILLISECONDS, signal);
    }
  }
  if (held === null) {
    return "released";
  }
  onLead();
  return await keep(leadership, held);
}

interface Seen {
  version: string;
  since: number;
}

/** The lease, if it can be had; null: it is somebody else's, or was taken by them just now. */
async function take({ connection, namespace, name, identity, clock }: Leadership, seen: Seen): Promise<Lease | null> {
  const place = { resource: LEASES, namespace, name };
  const known = await readOne(connection, place);
  if (known === null) {
    return readLease(
      await createObject(connection, { place, object: leaseOf({ name, namespace, identity }), writing: WRITING }),
    );
  }
  const lease = readLease(known);
  if (lease.version !== seen.version) {
    seen.version = lease.version;
    seen.since = clock.now();
  }
  const isFree = lease.holder === "" || lease.holder === identity;
  // By our own clock, since we saw it last: how late it is elsewhere says nothing.
  const isOver = clock.now() - seen.since >= lease.seconds * 1000;
  return isFree || isOver
    ? readLease(await replaceObject(connection, { place, object: nextLease(lease, identity), writing: WRITING }))
    : null;
}

async function keep(leadership: Leadership, first: Lease): Promise<"released" | "lost"> {
  const { connection, namespace, name, identity, signal, clock } = leadership;
  const place = { resource: LEASES, namespace, name };
  let lease = first;
  let renewedAt = clock.now();
  while (!signal.aborted) {
    await clock.wait(AGAIN_MILLISECONDS, signal);
    if (signal.aborted) {
      break;
    }
    const askedAt = clock.now();
    const renewed = await quietly(async () => {
      return readLease(
        await replaceObject(connection, { place, object: nextLease(lease, identity), writing: WRITING }),
      );
    });
    if (renewed !== null) {
      lease = renewed;
      renewedAt = askedAt;
    } else if (clock.now() - renewedAt >= RENEWED_WITHIN_MILLISECONDS) {
      return "lost";
    } else {
      const known = await quietly(async () => await readOne(connection, place));
      lease = known === null ? lease : readLease(known);
      if (lease.holder !== identity) {
        return "lost";
      }
    }
  }
  await quietly(() => replaceObject(connection, { place, object: nextLease(lease, ""), writing: WRITING }));
  return "released";
}

const LEASES = { group: "coordination.k8s.io", version: "v1", plural: "leases" };
const WRITING = { fieldManager: "catalyst-operator" };

/** null: the API server didn't do it, whyever: that is tried again, and is none of our faults. */
async function quietly<T>(work: () => Promise<T>): Promise<T | null> {
  try {
    return await work();
  } catch (cause) {
    if (cause instanceof ClusterFault) {
      return null;
    }
    throw cause;
  }
}
