import {
  type ClusterConnection,
  ClusterFault,
  createObject,
  deleteObject,
  EnvironmentResource,
  GROUP,
  LABELS,
  listObjects,
  mergeObject,
  PLURAL,
  readOne,
  resourcePath,
  VERSION,
} from "@catalyst/kubernetes";
import { afterAll, afterEach, beforeAll, describe, expect, test } from "vitest";
import { buildNamespace } from "../../../operator/src/namespace/build-namespace.ts";
import type { TenancyMode } from "../../../operator/src/namespace/pod-namespace.ts";
import { connectAs } from "../api-server/connect.ts";
import { type Cluster, startCluster } from "../api-server/start-cluster.ts";
import { askForEnvironment } from "../resource/ask-for-environment.ts";
import { defineEnvironments } from "../resource/define-environments.ts";
import { accountOf, grantAccounts, grantFixed, grantRights, HOME } from "../resource/grant-rights.ts";
import { operateIn, tenancyOf } from "./operator-of-tests.ts";
import { ended, type PodPlayer, playPods, running } from "./pod-player.ts";

/** Where pods are, on a real API server, by the rights of each kind alone. */

const WRITING = { fieldManager: "test" };
const FIXED = "agents";
const ENVIRONMENTS = { group: GROUP, version: VERSION, plural: PLURAL };
const core = (plural: string) => ({ group: "", version: "v1", plural });

let cluster: Cluster;
let admin: ClusterConnection;
let operatorsOwn: ClusterConnection;
let player: PodPlayer | undefined;
let operator: ReturnType<typeof operateIn> | undefined;
const faults: Error[] = [];

beforeAll(async () => {
  cluster = await startCluster();
  admin = connectAs(cluster, "admin");
  await defineEnvironments(admin);
  await grantRights(admin, "fixed");
  operatorsOwn = connectAs(cluster, "admin", accountOf("catalyst-operator"));
});
afterEach(async () => {
  await operator?.stop();
  await player?.stop();
  // What it may not is a fault that is tried again; all else is a mistake of ours.
  expect(faults.splice(0).filter((fault) => !(fault instanceof ClusterFault))).toEqual([]);
});
afterAll(async () => {
  await Promise.all([operatorsOwn?.close(), admin?.close()]);
  await cluster?.stop();
});

function operate(mode: TenancyMode): void {
  const onFault = (fault: Error) => void faults.push(fault);
  operator = operateIn({ connection: operatorsOwn, onFault, changes: { tenancy: tenancyOf(mode) } });
  player = playPods(admin, async (pod) => {
    await pod.bind();
    await pod.tell({ probe: ended(0, { message: JSON.stringify({ facts: [], failures: [] }) }) });
    await pod.tell({ agent: running() });
  });
}

const make = (project: string) => askForEnvironment(admin, project, "script");

async function look(name: string) {
  const object = await readOne(admin, { resource: ENVIRONMENTS, namespace: HOME, name });
  return object === null ? null : EnvironmentResource.parse(object);
}
const phaseOf = async (name: string) => (await look(name))?.status?.phase;
const remove = (name: string) => deleteObject(admin, { place: { resource: ENVIRONMENTS, namespace: HOME, name } });

async function namesIn(namespace: string, plural: string, group = ""): Promise<string[]> {
  const path = resourcePath({ resource: { group, version: "v1", plural }, namespace, name: null });
  return (await listObjects({ connection: admin, path })).objects.map(({ metadata }) => metadata.name).toSorted();
}

describe("in a namespace that the cluster's owner made, without any right of the whole cluster", () => {
  test("nothing is made where it isn't there, or nobody said that environments are made in it", async () => {
    operate({ kind: "fixed", namespace: FIXED });
    const name = await make("one");
    await expect.poll(async () => (await look(name))?.status?.reason).toBe("NamespaceMissing");
    expect(player?.begun).toEqual([]);
    await remove(name);
    await expect.poll(() => look(name)).toBeNull();
  });

  test("pods of all projects are there, between policies and with the account of environments, and go with their Environments", async () => {
    await createObject(admin, {
      place: { resource: core("namespaces"), namespace: null, name: null },
      object: { metadata: { name: FIXED, labels: { [LABELS.environments]: "true" } } },
      writing: WRITING,
    });
    await grantFixed(admin, FIXED);
    operate({ kind: "fixed", namespace: FIXED });
    const names = [await make("one"), await make("other")];
    for (const name of names) {
      await expect.poll(() => phaseOf(name)).toBe("Running");
      expect((await look(name))?.status?.namespace).toBe(FIXED);
    }
    expect(await namesIn(FIXED, "pods")).toEqual(names.toSorted());
    expect(await namesIn(FIXED, "networkpolicies", "networking.k8s.io")).toEqual([
      "catalyst-deny-all",
      "catalyst-environment-to-gateway",
    ]);
    expect(await namesIn(FIXED, "serviceaccounts")).toContain("catalyst-environment");
    for (const name of names) {
      await remove(name);
      await expect.poll(() => look(name)).toBeNull();
    }
    expect(await namesIn(FIXED, "pods")).toEqual([]);
  });

  test.each<[string, string, string | null]>([
    ["namespaces", "", null],
    ["nodes", "", null],
    ["pods", "", "default"],
    ["pods", "", HOME],
    ["secrets", "", FIXED],
    ["rolebindings", "rbac.authorization.k8s.io", FIXED],
  ])("the operator may not list %s%s in %s", async (plural, group, namespace) => {
    const path = resourcePath({ resource: { group, version: "v1", plural }, namespace, name: null });
    await expect(listObjects({ connection: operatorsOwn, path })).rejects.toMatchObject({ kind: "forbidden" });
  });

  test("policies that somebody changes there are put back", async () => {
    operate({ kind: "fixed", namespace: FIXED });
    const name = await make("one");
    await expect.poll(() => phaseOf(name)).toBe("Running");
    const resource = { group: "networking.k8s.io", version: "v1", plural: "networkpolicies" };
    const place = { resource, namespace: FIXED, name: "catalyst-deny-all" };
    await deleteObject(admin, { place });
    await expect.poll(() => readOne(admin, place)).not.toBeNull();
  });
});

describe("in a namespace of each environment's own", () => {
  beforeAll(() => grantAccounts(admin, "environment"));

  test("a pod is alone there, and the namespace goes with its Environment", async () => {
    operate({ kind: "environment" });
    const names = [await make("one"), await make("one")];
    for (const name of names) {
      await expect.poll(() => phaseOf(name)).toBe("Running");
      expect((await look(name))?.status?.namespace).toBe(`catalyst-env-${name}`);
      expect(await namesIn(`catalyst-env-${name}`, "pods")).toEqual([name]);
    }
    const [first = "", second = ""] = names;
    await remove(first);
    const place = (name: string) => ({ resource: core("namespaces"), namespace: null, name: `catalyst-env-${name}` });
    await expect.poll(() => readOne(admin, place(first))).toBeNull();
    expect(await phaseOf(second)).toBe("Running");
    await remove(second);
    await expect.poll(() => readOne(admin, place(second))).toBeNull();
  });

  test("a namespace whose Environment went while no operator was there goes, and a project's stays", async () => {
    operate({ kind: "environment" });
    const name = await make("one");
    await expect.poll(() => phaseOf(name)).toBe("Running");
    await operator?.stop();
    const patch = { metadata: { finalizers: [] } };
    await mergeObject(admin, {
      place: { resource: ENVIRONMENTS, namespace: HOME, name },
      ...{ change: patch, writing: WRITING },
    });
    await remove(name);
    const project = buildNamespace({ name: "catalyst-env-p", labels: { [LABELS.project]: "p" }, owner: null });
    const namespaces = { resource: core("namespaces"), namespace: null };
    await createObject(admin, { place: { ...namespaces, name: null }, object: project, writing: WRITING });
    await player?.stop();
    operate({ kind: "environment" });
    await expect.poll(() => readOne(admin, { ...namespaces, name: `catalyst-env-${name}` })).toBeNull();
    const stays = await readOne(admin, { ...namespaces, name: "catalyst-env-p" });
    expect(stays?.metadata.deletionTimestamp).toBeUndefined();
  });
});
