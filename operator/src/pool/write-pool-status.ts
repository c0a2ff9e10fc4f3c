import { isDeepStrictEqual } from "node:util";
import {
  API_VERSION,
  applyObject,
  type ClusterConnection,
  EnvironmentPoolResource,
  type EnvironmentPoolStatus,
  POOL_KIND,
} from "@catalyst/kubernetes";
import { KINDS, WRITING } from "../cluster/kinds.ts";

/** Tells how a pool is, unless that was told already. Returns it as it is then; null: there is nothing new to tell. */
export async function writePoolStatus(
  connection: ClusterConnection,
  pool: EnvironmentPoolResource,
  status: EnvironmentPoolStatus,
): Promise<EnvironmentPoolResource | null> {
  if (isDeepStrictEqual(status, pool.status)) {
    return null;
  }
  const { name, namespace = "", uid } = pool.metadata;
  const written = await applyObject(connection, {
    place: { resource: KINDS.pools, namespace, name, subresource: "status" },
    object: { apiVersion: API_VERSION, kind: POOL_KIND, metadata: { name, namespace, uid }, status },
    ...{ writing: WRITING, isForced: true },
  });
  return EnvironmentPoolResource.safeParse(written).data ?? null;
}
