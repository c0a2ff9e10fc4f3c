import { randomBytes } from "node:crypto";
import type { ClusterConnection } from "../client/connect-cluster.ts";
import { createObject, deleteObject, readOne } from "../client/write-objects.ts";
import { EnvironmentResource } from "../resource/environment-resource.ts";
import { API_VERSION, GROUP, KIND, PLURAL, VERSION } from "../resource/names.ts";

const RESOURCE = { group: GROUP, version: VERSION, plural: PLURAL };
const PROJECT = "trial";

export interface Trying {
  connection: ClusterConnection;
  /** Where the operator heeds Environments. */
  home: string;
  agent: string;
  className: string;
  waitMilliseconds: number;
  /** Between two looks. */
  pause: () => Promise<unknown>;
}

/** `reason`: the short one of its end, or of how far it came. */
export type TriedEnvironment =
  | { isProven: true; facts: readonly string[] }
  | { isProven: false; isKnown: boolean; reason: string; message: string };

/**
 * Whether an environment of the class comes to be isolated: makes one that no task claims, waits for what its probe says, and takes it away. Throws
 * `ClusterFault` where it can't be made.
 */
export async function tryEnvironment({
  connection,
  home,
  agent,
  className,
  ...waiting
}: Trying): Promise<TriedEnvironment> {
  const place = { resource: RESOURCE, namespace: home, name: `trial-${randomBytes(4).toString("hex")}` };
  const object = {
    ...{ apiVersion: API_VERSION, kind: KIND, metadata: { name: place.name, namespace: home } },
    spec: { project: PROJECT, className, source: { repository: "https://trial.invalid/r" }, agent: { type: agent } },
  };
  await createObject(connection, { place, object, writing: { fieldManager: "catalyst-trial" } });
  try {
    const late = performance.now() + waiting.waitMilliseconds;
    for (;;) {
      const status = EnvironmentResource.safeParse(await readOne(connection, place)).data?.status;
      const found = judge(status);
      if (found.isProven || found.isKnown || performance.now() > late) {
        return found;
      }
      await waiting.pause();
    }
  } finally {
    await deleteObject(connection, { place });
  }
}

function judge(status: EnvironmentResource["status"]): TriedEnvironment {
  const find = (type: string) => status?.conditions?.find((condition) => condition.type === type);
  if (find("Isolated")?.status === "True") {
    return { isProven: true, facts: status?.facts ?? [] };
  }
  const finished = find("Finished");
  if (finished?.status === "True") {
    return { isProven: false, isKnown: true, reason: finished.reason, message: finished.message };
  }
  const { reason = "Unseen", message = "the operator hasn't looked at it" } = status ?? {};
  return { isProven: false, isKnown: false, reason, message };
}
