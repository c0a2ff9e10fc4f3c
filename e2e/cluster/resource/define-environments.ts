import { setTimeout as sleep } from "node:timers/promises";
import {
  type AnyObject,
  applyObject,
  type ClusterConnection,
  environmentCrd,
  GROUP,
  listObjects,
  readOne,
  VERSION,
} from "@catalyst/kubernetes";

const LOOK_MILLISECONDS = 100;
const DEFINITIONS = { group: "apiextensions.k8s.io", version: "v1", plural: "customresourcedefinitions" };

interface Definition {
  metadata: { name: string };
  spec: { names: { plural: string } };
}

/** Tells the cluster what an Environment is, and returns once they can be made there. */
export async function defineEnvironments(
  connection: ClusterConnection,
  object: Definition = environmentCrd(),
): Promise<AnyObject> {
  const place = { resource: DEFINITIONS, namespace: null, name: object.metadata.name };
  await applyObject(connection, { place, object, writing: { fieldManager: "test" }, isForced: true });
  for (;;) {
    const defined = await readOne(connection, place);
    if (defined !== null && isEstablished(defined) && (await isServed(connection, object.spec.names.plural))) {
      return defined;
    }
    await sleep(LOOK_MILLISECONDS);
  }
}

function isEstablished({ status }: AnyObject): boolean {
  const { conditions } = (status ?? {}) as { conditions?: { type: string; status: string }[] | null };
  return (conditions ?? []).some(({ type, status }) => type === "Established" && status === "True");
}

async function isServed(connection: ClusterConnection, plural: string): Promise<boolean> {
  return await listObjects({ connection, path: `/apis/${GROUP}/${VERSION}/${plural}` }).then(
    () => true,
    () => false,
  );
}
