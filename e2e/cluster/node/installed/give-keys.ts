import { type ClusterConnection, listObjects, mergeObject, readOne, resourcePath } from "@catalyst/kubernetes";
import { expect } from "vitest";
import { z } from "zod";
import { HOME } from "../../resource/grant-rights.ts";

const KEYS = "gateway-keys";
const WRITING = { fieldManager: "test" };
const SECRET = { resource: { group: "", version: "v1", plural: "secrets" }, namespace: HOME, name: "catalyst-keys" };
/** Whoever has the gateway's keys, or a public half. */
const HOLDERS = [
  { plural: "statefulsets", name: "catalyst" },
  { plural: "deployments", name: "catalyst-server" },
];
const Secret = z.object({ data: z.object({ [KEYS]: z.base64() }) });
const count = z.int().default(0);
const Holder = z.object({
  metadata: z.object({ generation: count }),
  spec: z.object({ replicas: z.int() }),
  status: z.object({ observedGeneration: count, updatedReplicas: count, readyReplicas: count, replicas: count }),
});

/** Changes the lines of the gateway's keys in the installation's secret, as its owner does, and returns once all have begun anew with them. */
export async function giveGatewayKeys(admin: ClusterConnection, change: (lines: string[]) => string[]): Promise<void> {
  const { data } = Secret.parse(await readOne(admin, SECRET));
  const lines = Buffer.from(data[KEYS], "base64").toString().split("\n").filter(Boolean);
  const text = `${change(lines).join("\n")}\n`;
  const changed = { data: { [KEYS]: Buffer.from(text).toString("base64") } };
  await mergeObject(admin, { place: SECRET, change: changed, writing: WRITING });
  await Promise.all(HOLDERS.map((holder) => restart(admin, holder)));
  // Those of before may be a while about their end.
  await expect.poll(async () => (await podsOf(admin)).filter(({ metadata }) => metadata.deletionTimestamp)).toEqual([]);
}

async function podsOf(admin: ClusterConnection) {
  const path = resourcePath({ resource: { group: "", version: "v1", plural: "pods" }, namespace: HOME, name: null });
  return (await listObjects({ connection: admin, path })).objects;
}

/** As `kubectl rollout restart` and `rollout status`. */
async function restart(admin: ClusterConnection, { plural, name }: (typeof HOLDERS)[number]): Promise<void> {
  const place = { resource: { group: "apps", version: "v1", plural }, namespace: HOME, name };
  const annotations = { "kubectl.kubernetes.io/restartedAt": new Date().toISOString() };
  const change = { spec: { template: { metadata: { annotations } } } };
  await mergeObject(admin, { place, change, writing: WRITING });
  const isAnew = async () => {
    const { metadata, spec, status } = Holder.parse(await readOne(admin, place));
    const counts = [status.updatedReplicas, status.readyReplicas, status.replicas];
    return status.observedGeneration >= metadata.generation && counts.every((found) => found === spec.replicas);
  };
  await expect.poll(isAnew).toBe(true);
}
