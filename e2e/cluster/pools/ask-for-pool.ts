import {
  ANNOTATIONS,
  API_VERSION,
  type ClusterConnection,
  createObject,
  deleteObject,
  EnvironmentPoolResource,
  GROUP,
  LABELS,
  listObjects,
  mergeObject,
  POOL_KIND,
  POOL_PLURAL,
  readOne,
  resourcePath,
  VERSION,
} from "@catalyst/kubernetes";
import { Pod } from "../../../operator/src/judge/read/pod.ts";
import { HOME } from "../resource/grant-rights.ts";

const POOLS = { group: GROUP, version: VERSION, plural: POOL_PLURAL };
const PODS = { group: "", version: "v1", plural: "pods" };

export const poolPlace = (name: string) => ({ resource: POOLS, namespace: HOME, name });

/** Asks for pods that wait for Environments of this project; the pool is called as the project is. */
export async function askForPool(admin: ClusterConnection, project: string, spec: object = {}): Promise<void> {
  await createObject(admin, {
    place: { ...poolPlace(project), name: null },
    object: {
      ...{ apiVersion: API_VERSION, kind: POOL_KIND, metadata: { name: project, namespace: HOME } },
      spec: { project, agent: { type: "claude-code" }, ...spec },
    },
    writing: { fieldManager: "test" },
  });
}

export async function readPool(admin: ClusterConnection, name: string): Promise<EnvironmentPoolResource | null> {
  const found = await readOne(admin, poolPlace(name));
  return found === null ? null : EnvironmentPoolResource.parse(found);
}

/** As `kubectl scale` and autoscalers do it. */
export async function scalePool(admin: ClusterConnection, name: string, replicas: number): Promise<void> {
  await admin.send({
    method: "PATCH",
    path: `${resourcePath(poolPlace(name))}/scale`,
    ...{ body: { spec: { replicas } }, contentType: "application/merge-patch+json" },
  });
}

/** As if there had never been any, whether or not an operator is there; what Environments have stays theirs. */
export async function removePools(admin: ClusterConnection): Promise<void> {
  const pools = await listObjects({ connection: admin, path: resourcePath({ ...poolPlace(""), name: null }) });
  for (const { metadata } of pools.objects) {
    const place = poolPlace(metadata.name);
    const change = { metadata: { finalizers: null } };
    await mergeObject(admin, { place, change, writing: { fieldManager: "test" } });
    await deleteObject(admin, { place });
  }
  const path = resourcePath({ resource: PODS, namespace: null, name: null });
  const { objects } = await listObjects({ connection: admin, path, query: { labelSelector: LABELS.pool } });
  for (const { name, namespace = "", annotations = {} } of objects.map(({ metadata }) => metadata)) {
    if ((annotations as Record<string, string>)[ANNOTATIONS.environmentUid] === undefined) {
      await deleteObject(admin, { place: { resource: PODS, namespace, name }, graceSeconds: 0 });
    }
  }
}

/** The pods of a project's namespace: those that wait, and those that somebody has. */
export async function podsOf(
  admin: ClusterConnection,
  project: string,
): Promise<{ warm: Pod[]; claimed: Pod[]; cold: Pod[] }> {
  const path = resourcePath({ resource: PODS, namespace: `catalyst-env-${project}`, name: null });
  const { objects } = await listObjects({ connection: admin, path });
  const pods = objects.map((object) => Pod.parse(object));
  const isOfPool = ({ metadata }: Pod) => metadata.labels?.[LABELS.pool] !== undefined;
  const isClaimed = ({ metadata }: Pod) => metadata.annotations?.[ANNOTATIONS.environmentUid] !== undefined;
  return {
    warm: pods.filter((pod) => isOfPool(pod) && !isClaimed(pod)),
    claimed: pods.filter((pod) => isOfPool(pod) && isClaimed(pod)),
    cold: pods.filter((pod) => !isOfPool(pod)),
  };
}
