import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import {
  type AnyObject,
  type ClusterConnection,
  GROUP,
  listObjects,
  PLURAL,
  readOne,
  VERSION,
} from "@catalyst/kubernetes";
import type { ResultPromise } from "execa";
import { afterAll, afterEach, beforeAll, expect, test } from "vitest";
import { connectAs } from "../api-server/connect.ts";
import { type Cluster, startCluster } from "../api-server/start-cluster.ts";
import { askForEnvironment } from "../resource/ask-for-environment.ts";
import { defineEnvironments } from "../resource/define-environments.ts";
import { grantRights, HOME } from "../resource/grant-rights.ts";
import { type PodPlayer, playPods } from "./pod-player.ts";
import { makeAbsentGateway, type OperatorProcess, startOperatorProcess } from "./start-operator-process.ts";

const core = (plural: string) => ({ group: "", version: "v1", plural });
const ENVIRONMENTS = { group: GROUP, version: VERSION, plural: PLURAL };
const LEASES = { group: "coordination.k8s.io", version: "v1", plural: "leases" };

let cluster: Cluster;
let admin: ClusterConnection;
let folder: string;
let player: PodPlayer | undefined;
let operators: ResultPromise[] = [];

beforeAll(async () => {
  cluster = await startCluster();
  admin = connectAs(cluster, "admin");
  await defineEnvironments(admin);
  await grantRights(admin);
  folder = await mkdtemp(join(tmpdir(), "catalyst-operator-"));
  await makeAbsentGateway(admin);
});
afterEach(async () => {
  await Promise.all(operators.map((operator) => operator.kill("SIGKILL") && operator.catch(() => undefined)));
  await player?.stop();
  operators = [];
});
afterAll(async () => {
  await admin?.close();
  await cluster?.stop();
  await rm(folder, { recursive: true, force: true });
});

async function startProcess(changes: object = {}): Promise<OperatorProcess> {
  const operator = await startOperatorProcess(cluster, folder, changes);
  operators.push(operator.process);
  return operator;
}

const make = (project: string) => askForEnvironment(admin, project, "claude-code");

async function read(resource: typeof LEASES, name: string): Promise<AnyObject | null> {
  return await readOne(admin, { resource, namespace: HOME, name });
}

const phaseOf = async (name: string) => ((await read(ENVIRONMENTS, name))?.status as { phase?: string })?.phase;
const holder = async () =>
  ((await read(LEASES, "catalyst-operator"))?.spec as { holderIdentity?: string } | undefined)?.holderIdentity;

test("the process makes environments, tells of them by events, metrics and health, publishes the cluster's keys, and gives its lease back", async () => {
  const { process: operator, metricsUrl, log } = await startProcess();
  player = playPods(admin, (pod) => pod.live());
  const name = await make("process");
  await expect.poll(() => phaseOf(name), { message: log() }).toBe("Succeeded");
  const path = `/apis/events.k8s.io/v1/namespaces/${HOME}/events`;
  const eventsOf = async () =>
    (await listObjects({ connection: admin, path })).objects
      .filter(({ regarding }) => (regarding as { name?: string }).name === name)
      .map(({ reason, type }) => [reason, type]);
  await expect.poll(eventsOf).toContainEqual(["Completed", "Normal"]);
  const metrics = await (await fetch(`${metricsUrl}/metrics`)).text();
  expect(metrics).toMatch(/catalyst_operator_leader\{process="operator"\} 1/);
  expect(metrics).toMatch(/catalyst_env_finished_total\{reason="Completed",process="operator"\} 1/);
  expect((await fetch(`${metricsUrl}/healthz`)).status).toBe(200);
  expect((await fetch(`${metricsUrl}/readyz`)).status).toBe(200);
  const keys = (await read(core("configmaps"), "catalyst-identity-keys"))?.data as Record<string, string>;
  expect(JSON.parse(keys["jwks.json"] ?? "")).toMatchObject({ keys: [expect.objectContaining({ kty: "RSA" })] });
  expect(keys.issuer).toMatch(/^https:/);
  expect(await holder()).not.toBe("");
  operator.kill("SIGTERM");
  expect((await operator).exitCode).toBe(0);
  expect(await holder()).toBeFalsy();
});

test("nothing is started where what must not be reached isn't there to be tried", async () => {
  await startProcess({ classes: { default: { image: "registry.example/tools" } } });
  player = playPods(admin, (pod) => pod.live());
  const name = await make("canary");
  await expect
    .poll(async () => ((await read(ENVIRONMENTS, name))?.status as { reason?: string })?.reason)
    .toBe("CanaryUnavailable");
  expect(player.begun).toEqual([]);
});

test("an operator that is told nonsense says which, and ends as one that nobody needs to start again", async () => {
  const { process: operator, log } = await startProcess({ classes: {}, ponds: [] });
  expect((await operator).exitCode).toBe(78);
  expect(log()).toMatch(/classes has no class default.*ponds/s);
});
