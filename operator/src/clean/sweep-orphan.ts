import {
  ANNOTATIONS,
  type ClusterConnection,
  deleteObject,
  type EnvironmentResource,
  LABELS,
  type ResourceCache,
  readOne,
} from "@catalyst/kubernetes";
import { KINDS } from "../cluster/kinds.ts";
import type { Pod } from "../judge/read/pod.ts";

/** What was told of an Environment may be older than what was told of its pod. */
const GRACE_MILLISECONDS = 30_000;

/** The Environment that a pod was made for, by what stands on it; null: it wasn't made by us. */
export function ownerOf({ metadata }: Pod): { home: string; name: string; uid: string } | null {
  const { [ANNOTATIONS.home]: home, [ANNOTATIONS.environmentUid]: uid } = metadata.annotations ?? {};
  return home === undefined || uid === undefined || uid === ""
    ? null
    : { home, name: environmentOf({ metadata }), uid };
}

/** The name of the Environment that has it: a pod of a pool has its own name. */
export function environmentOf({ metadata }: Pick<Pod, "metadata">): string {
  const isOfPool = metadata.annotations?.[ANNOTATIONS.poolUid] !== undefined;
  return (isOfPool ? metadata.labels?.[LABELS.environment] : undefined) ?? metadata.name;
}

/**
 * Ends a pod whose Environment isn't there, by the API server's own word, and has been away for a while. Returns when to look again; null: it
 * isn't one, or it is ended.
 */
export async function sweepOrphan(
  connection: ClusterConnection,
  environments: ResourceCache<EnvironmentResource>,
  pod: Pod,
): Promise<number | null> {
  const owner = ownerOf(pod);
  if (owner === null || environments.get(`${owner.home}/${owner.name}`)?.metadata.uid === owner.uid) {
    return null;
  }
  const { uid, name, namespace = "", creationTimestamp, deletionTimestamp } = pod.metadata;
  const now = connection.now().getTime();
  const since = Date.parse(deletionTimestamp ?? creationTimestamp ?? "") || now;
  const left = since + GRACE_MILLISECONDS - now;
  if (left > 0) {
    return left;
  }
  const itself = await readOne(connection, { resource: KINDS.environments, namespace: owner.home, name: owner.name });
  if (itself?.metadata.uid === owner.uid) {
    return null;
  }
  const place = { resource: KINDS.pods, namespace, name };
  // Its node had its time, and that of the grace: it isn't there to tell that the pod ended.
  const how = deletionTimestamp === undefined ? {} : { graceSeconds: 0 };
  await deleteObject(connection, { place, precondition: { uid }, ...how });
  return deletionTimestamp === undefined ? GRACE_MILLISECONDS : null;
}
