import { randomUUID } from "node:crypto";
import {
  API_VERSION,
  type ClusterConnection,
  createObject,
  FINALIZER,
  GROUP,
  PLURAL,
  VERSION,
} from "@catalyst/kubernetes";
import { HOME } from "./grant-rights.ts";

/** Asks for an Environment as a worker does, for an execution that nobody knows; returns its name. */
export async function askForEnvironment(admin: ClusterConnection, project: string, agent: string): Promise<string> {
  const executionId = randomUUID();
  const name = `x-${executionId}`;
  await createObject(admin, {
    place: { resource: { group: GROUP, version: VERSION, plural: PLURAL }, namespace: HOME, name: null },
    object: {
      ...{ apiVersion: API_VERSION, kind: "Environment", metadata: { name, namespace: HOME, finalizers: [FINALIZER] } },
      spec: { project, executionId, source: { repository: "https://x.example/r" }, agent: { type: agent } },
    },
    writing: { fieldManager: "test" },
  });
  return name;
}
