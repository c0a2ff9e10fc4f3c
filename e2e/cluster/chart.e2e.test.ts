import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { type AnyObject, type ClusterConnection, createObject, listObjects, readOne } from "@catalyst/kubernetes";
import { execa } from "execa";
import { afterEach, beforeEach, expect, test } from "vitest";
import { connectAs } from "./connect.ts";
import { HOME } from "./grant-rights.ts";
import { kubePlace } from "./program/kube-place.ts";
import { type Cluster, startCluster } from "./start-cluster.ts";

const CHART = join(import.meta.dirname, "../../charts/catalyst");
const WRITING = { fieldManager: "test" };
const DEFINITIONS = { group: "apiextensions.k8s.io", version: "v1", plural: "customresourcedefinitions" };
const DEFINITION = { resource: DEFINITIONS, namespace: null, name: "environments.catalyst.catalyst.dev" };
const VALUES = {
  image: { repository: "registry.example/catalyst" },
  database: { existingSecret: "db" },
  environments: {
    runnerImage: "registry.example/runner",
    agents: { script: null },
    classes: { default: { image: "registry.example/tools" } },
  },
};

let cluster: Cluster;
let admin: ClusterConnection;
let folder: string;
beforeEach(async () => {
  cluster = await startCluster();
  admin = connectAs(cluster, "admin");
  folder = await mkdtemp(join(tmpdir(), "catalyst-chart-"));
  await writeFile(join(folder, "kubeconfig"), cluster.kubeconfigOf("admin"), { mode: 0o600 });
});
afterEach(async () => {
  await admin?.close();
  await cluster?.stop();
  await rm(folder, { recursive: true, force: true });
});

/** As a person does, with nothing of this machine's own. */
async function helm(command: string[], values: object | null = VALUES): Promise<string> {
  await writeFile(join(folder, "values.json"), JSON.stringify(values));
  const withValues = values === null ? [] : ["-f", join(folder, "values.json")];
  const { all, exitCode } = await execa(kubePlace(), ["helm", ...command, "-n", HOME, ...withValues], {
    env: { HOME: folder, KUBECONFIG: join(folder, "kubeconfig"), PATH: "/usr/bin:/bin" },
    ...{ extendEnv: false, reject: false, all: true, timeout: 120_000 },
  });
  return exitCode === 0 ? all : `failed: ${all}`;
}

async function read(group: string, plural: string, name: string): Promise<AnyObject | null> {
  return await readOne(admin, { resource: { group, version: "v1", plural }, namespace: HOME, name });
}

const install = (values: object = VALUES) => helm(["install", "catalyst", CHART, "--create-namespace"], values);

test("it is installed, upgraded and taken away: what it made once stays the same, and Environments' definition stays", async () => {
  expect(await install()).toContain("helm test catalyst");
  const settings = (await read("", "configmaps", "catalyst-operator"))?.data as Record<string, string>;
  expect(JSON.parse(settings["operator.json"] ?? "")).toMatchObject({ classes: VALUES.environments.classes });
  const path = "/apis/admissionregistration.k8s.io/v1/validatingadmissionpolicies";
  const policies = async () =>
    (await listObjects({ connection: admin, path })).objects.map(({ metadata }) => metadata.name);
  expect(await policies()).toContain("catalyst-operator-pods");
  const secret = (await read("", "secrets", "catalyst-gateway-tls"))?.data;
  const values = { ...VALUES, operator: { replicas: 3, admissionPolicies: false } };
  expect(await helm(["upgrade", "catalyst", CHART], values)).toContain("is installed in");
  expect((await read("apps", "deployments", "catalyst-operator"))?.spec).toMatchObject({ replicas: 3 });
  expect((await read("", "secrets", "catalyst-gateway-tls"))?.data).toEqual(secret);
  expect(await policies()).not.toContain("catalyst-operator-pods");
  expect(await helm(["uninstall", "catalyst"], null)).toContain("uninstalled");
  expect(await read("apps", "statefulsets", "catalyst")).toBeNull();
  expect(await readOne(admin, DEFINITION)).not.toBeNull();
});

test("another product's Environment isn't overwritten", async () => {
  const schema = {
    type: "object",
    properties: { spec: { type: "object", properties: { projectRef: { type: "string" } } } },
  };
  const names = { kind: "Environment", plural: "environments", singular: "environment", listKind: "EnvironmentList" };
  const versions = [{ name: "v1alpha1", served: true, storage: true, schema: { openAPIV3Schema: schema } }];
  const spec = { group: "catalyst.catalyst.dev", scope: "Namespaced", names, versions };
  const object = { metadata: { name: DEFINITION.name }, spec };
  await createObject(admin, { place: { ...DEFINITION, name: null }, object, writing: WRITING });
  expect(await install()).toMatch(/failed: .*another product's Environment/s);
  expect(JSON.stringify((await readOne(admin, DEFINITION))?.spec)).toContain("projectRef");
});

test.each<[string, object, RegExp]>([
  ["without a database", { database: { existingSecret: "" } }, /database\/existingSecret|database\.existingSecret/],
  ["with a word that nobody knows", { pools: [] }, /pools/],
  ["without the usual class", { environments: { ...VALUES.environments, classes: {} } }, /default/],
])("values %s are refused by their name", async (_what, changes, field) => {
  const said = await helm(["template", "catalyst", CHART], { ...VALUES, ...changes });
  expect(said).toMatch(/^failed/);
  expect(said).toMatch(field);
});
