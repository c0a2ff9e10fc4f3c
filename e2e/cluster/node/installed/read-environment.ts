import {
  type ClusterConnection,
  EnvironmentResource,
  GROUP,
  listObjects,
  PLURAL,
  resourcePath,
  VERSION,
} from "@catalyst/kubernetes";
import { expect } from "vitest";
import { HOME } from "../../resource/grant-rights.ts";

const ENVIRONMENTS = { group: GROUP, version: VERSION, plural: PLURAL };

/** What the one Environment that is there is made of, as whoever makes a pool for such reads it. Returns once it has gone, for which `end` sees. */
export async function readEnvironment(admin: ClusterConnection, end: () => Promise<unknown>) {
  const path = resourcePath({ resource: ENVIRONMENTS, namespace: HOME, name: null });
  const look = async () => (await listObjects({ connection: admin, path })).objects;
  await expect.poll(async () => (await look()).length).toBe(1);
  const [found] = await look();
  await end();
  await expect.poll(look).toEqual([]);
  const { project, agent, stages, resources, className } = EnvironmentResource.parse(found).spec;
  return { project, spec: { agent: { type: agent.type }, stages, resources, className } };
}
