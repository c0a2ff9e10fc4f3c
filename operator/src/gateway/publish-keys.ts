import { setTimeout as sleep } from "node:timers/promises";
import { type ClusterConnection, ClusterFault, createObject, readOne, replaceObject } from "@catalyst/kubernetes";
import { KINDS, WRITING } from "../cluster/kinds.ts";

const AGAIN_MILLISECONDS = 60_000;
const SOON_MILLISECONDS = 5000;
const NAME = "catalyst-identity-keys";

export interface PublishingKeys {
  connection: ClusterConnection;
  home: string;
  signal: AbortSignal;
  onFault: (fault: Error) => void;
}

/** Tells the gateway, which may ask the cluster nothing, by which keys and as whom the cluster signs who a pod is; as long as the signal hasn't come. */
export async function publishKeys(publishing: PublishingKeys): Promise<void> {
  const { signal, onFault } = publishing;
  while (!signal.aborted) {
    let pause = AGAIN_MILLISECONDS;
    try {
      await publishOnce(publishing);
    } catch (cause) {
      onFault(cause as Error);
      pause = SOON_MILLISECONDS;
    }
    await sleep(pause, undefined, { signal }).catch(() => undefined);
  }
}

/** Writes what the API server says now, where something else stands. */
async function publishOnce({ connection, home }: Pick<PublishingKeys, "connection" | "home">): Promise<void> {
  const keys = await connection.send({ method: "GET", path: "/openid/v1/jwks", accept: "application/jwk-set+json" });
  const told = await connection.send({ method: "GET", path: "/.well-known/openid-configuration" });
  const { issuer } = told as { issuer?: unknown };
  if (typeof issuer !== "string" || !Array.isArray((keys as { keys?: unknown }).keys)) {
    throw new ClusterFault("unavailable", "the API server doesn't say by which keys it signs who a pod is");
  }
  const data = { "jwks.json": JSON.stringify(keys), issuer };
  const place = { resource: KINDS.configMaps, namespace: home, name: NAME };
  const object = { apiVersion: "v1", kind: "ConfigMap", metadata: { name: NAME, namespace: home }, data };
  const standing = await readOne(connection, place);
  if (standing === null) {
    await createObject(connection, { place, object, writing: WRITING });
  } else if (!isSame(standing.data, data)) {
    const { resourceVersion } = standing.metadata;
    const metadata = { ...standing.metadata, resourceVersion };
    await replaceObject(connection, { place, object: { ...object, metadata }, writing: WRITING });
  }
}

function isSame(standing: unknown, data: Record<string, string>): boolean {
  const words = (standing ?? {}) as Record<string, unknown>;
  return Object.entries(data).every(([name, text]) => words[name] === text);
}
