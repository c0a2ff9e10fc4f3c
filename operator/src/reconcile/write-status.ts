import { isDeepStrictEqual } from "node:util";
import { API_VERSION, applyObject, type ClusterConnection, EnvironmentResource, KIND } from "@catalyst/kubernetes";
import { KINDS, WRITING } from "../cluster/kinds.ts";
import type { Judgement } from "../judge/judgement.ts";

/** Tells how an Environment is, unless that was told already. Returns it as it is then; null: there is nothing new to tell. */
export async function writeStatus(
  connection: ClusterConnection,
  environment: EnvironmentResource,
  { status }: Judgement,
): Promise<EnvironmentResource | null> {
  if (isDeepStrictEqual(status, environment.status)) {
    return null;
  }
  const { name, namespace = "", uid } = environment.metadata;
  const written = await applyObject(connection, {
    place: { resource: KINDS.environments, namespace, name, subresource: "status" },
    // Another one of its name is told nothing of this one.
    object: { apiVersion: API_VERSION, kind: KIND, metadata: { name, namespace, uid }, status },
    ...{ writing: WRITING, isForced: true },
  });
  return EnvironmentResource.safeParse(written).data ?? null;
}
