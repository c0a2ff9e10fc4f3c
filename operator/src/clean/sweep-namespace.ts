import { type ClusterConnection, deleteObject, readOne } from "@catalyst/kubernetes";
import { KINDS } from "../cluster/kinds.ts";
import { OWNER_ANNOTATION, type TenancyMode } from "../namespace/pod-namespace.ts";
import type { StandingNamespace } from "../namespace/standing.ts";

interface Sweeping {
  connection: ClusterConnection;
  home: string;
  mode: TenancyMode;
}

/** Deletes a namespace that was one environment's, which is gone. Any other stays: a project's may get its next environment any day. */
export async function sweepNamespace(
  { metadata }: StandingNamespace,
  { connection, home, mode }: Sweeping,
): Promise<"deleted" | "stays"> {
  const environment = metadata.annotations?.[OWNER_ANNOTATION];
  if (mode.kind !== "environment" || environment === undefined || metadata.deletionTimestamp !== undefined) {
    return "stays";
  }
  // By the API server's own word: what isn't known isn't gone.
  const owner = await readOne(connection, { resource: KINDS.environments, namespace: home, name: environment });
  if (owner !== null) {
    return "stays";
  }
  const place = { resource: KINDS.namespaces, namespace: null, name: metadata.name };
  await deleteObject(connection, {
    place,
    ...(metadata.uid === undefined ? {} : { precondition: { uid: metadata.uid } }),
  });
  return "deleted";
}
