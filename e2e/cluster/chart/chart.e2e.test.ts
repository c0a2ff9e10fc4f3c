import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import {
  type AnyObject,
  API_VERSION,
  type ClusterConnection,
  createObject,
  FINALIZER,
  listObjects,
  readOne,
} from "@catalyst/kubernetes";
import { execa } from "execa";
import { afterEach, beforeEach, expect, test } from "vitest";
import { GIVEN_KEYS } from "../../../cli/src/cluster/keys/lay-out-keys.ts";
import { sayFarewell } from "../../../operator/src/farewell/say-farewell.ts";
import { connectAs } from "../api-server/connect.ts";
import { type Cluster, startCluster } from "../api-server/start-cluster.ts";
import { kubePlace } from "../program/kube-place.ts";
import { HOME } from "../resource/grant-rights.ts";
import { CHART, CHART_VALUES } from "./chart-values.ts";

const WRITING = { fieldManager: "test" };
const DEFINITIONS = { group: "apiextensions.k8s.io", version: "v1", plural: "customresourcedefinitions" };
const DEFINITION = { resource: DEFINITIONS, namespace: null, name: "environments.catalyst.catalyst.dev" };

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
async function helm(command: string[], values: object | null = CHART_VALUES): Promise<string> {
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

/** What its hooks do takes pods, which nobody runs here: on a real node they are tried. */
const NO_HOOKS = "--no-hooks";
const install = (values: object = CHART_VALUES, chart = CHART) =>
  helm(["install", "catalyst", chart, "--create-namespace", NO_HOOKS], values);
const upgrade = (values: object = CHART_VALUES) => helm(["upgrade", "catalyst", CHART, NO_HOOKS], values);

/** The chart as the commit before the last one that changed it had it; a checkout without its past has the same one twice. */
async function formerChart(): Promise<string> {
  const git = (...args: string[]) => execa("git", args, { cwd: CHART, reject: false });
  const { stdout } = await git("log", "-n", "2", "--format=%H", "--", ".");
  const [, former] = stdout.split("\n");
  if (former === undefined) {
    return CHART;
  }
  const out = join(folder, "former.tar");
  await git("archive", "--output", out, former, ".");
  await execa("tar", ["--extract", "--file", out, "--directory", folder]);
  return folder;
}

test("it is installed, upgraded and taken away: what it made once stays the same, and Environments' definition stays", async () => {
  expect(await install()).toContain("helm test catalyst");
  const settings = (await read("", "configmaps", "catalyst-operator"))?.data as Record<string, string>;
  expect(JSON.parse(settings["operator.json"] ?? "")).toMatchObject({ classes: CHART_VALUES.environments.classes });
  const path = "/apis/admissionregistration.k8s.io/v1/validatingadmissionpolicies";
  const policies = async () =>
    (await listObjects({ connection: admin, path })).objects.map(({ metadata }) => metadata.name);
  expect(await policies()).toContain("catalyst-operator-pods");
  const secrets = async () =>
    await Promise.all(
      ["catalyst-gateway-tls", "catalyst-keys"].map(async (name) => (await read("", "secrets", name))?.data),
    );
  const made = await secrets();
  expect(Object.keys(made[1] ?? {}).toSorted()).toEqual([...GIVEN_KEYS].toSorted());
  const values = { ...CHART_VALUES, operator: { replicas: 3, admissionPolicies: false } };
  expect(await upgrade(values)).toContain("is installed in");
  expect((await read("apps", "deployments", "catalyst-operator"))?.spec).toMatchObject({ replicas: 3 });
  expect(await secrets()).toEqual(made);
  expect(await policies()).not.toContain("catalyst-operator-pods");
  expect(await helm(["uninstall", "catalyst", NO_HOOKS], null)).toMatch(/kept.*catalyst-keys.*uninstalled/s);
  expect(await read("apps", "statefulsets", "catalyst")).toBeNull();
  expect((await secrets())[1]).toEqual(made[1]);
  expect(await readOne(admin, DEFINITION)).not.toBeNull();
});

test("an installation of the chart before this one is upgraded", async () => {
  expect(await install(CHART_VALUES, await formerChart())).toContain("helm test catalyst");
  expect(await upgrade()).toContain("is installed in");
  expect((await read("apps", "deployments", "catalyst-server"))?.spec).toMatchObject({ replicas: 2 });
});

test("an uninstallation ends Environments, whose operator doesn't, and what the operator made", async () => {
  await install();
  const environments = { group: "catalyst.catalyst.dev", version: "v1alpha1", plural: "environments" };
  const metadata = { name: "by-hand", namespace: HOME, finalizers: [FINALIZER] };
  const spec = { project: "p", source: { repository: "https://x.example/r" }, agent: { type: "script" } };
  const object = { apiVersion: API_VERSION, kind: "Environment", metadata, spec };
  await createObject(admin, {
    place: { resource: environments, namespace: HOME, name: null },
    ...{ object, writing: WRITING },
  });
  const keys = { metadata: { name: "catalyst-identity-keys" }, data: { issuer: "x" } };
  const configMaps = { group: "", version: "v1", plural: "configmaps" };
  await createObject(admin, {
    place: { resource: configMaps, namespace: HOME, name: null },
    ...{ object: keys, writing: WRITING },
  });
  const told: string[] = [];
  const tell = (line: string) => void told.push(line);
  await sayFarewell({ connection: admin, home: HOME, tell, pause: async () => undefined });
  expect(told).toEqual([
    "1 Environments are ended.",
    "by-hand isn't ended by its operator: its pod may still be there.",
    expect.stringContaining("These stay:"),
  ]);
  const place = { resource: environments, namespace: HOME, name: "by-hand" };
  await expect.poll(() => readOne(admin, place)).toBeNull();
  expect(await read("", "configmaps", "catalyst-identity-keys")).toBeNull();
  expect((await read("apps", "statefulsets", "catalyst"))?.spec).toMatchObject({ replicas: 0 });
});

test("with all pods in one namespace nothing of it is the whole cluster's", async () => {
  const environments = { ...CHART_VALUES.environments, namespaces: { mode: "fixed", name: "agents" } };
  const own = { environments, crds: { install: false }, operator: { admissionPolicies: false } };
  const rendered = await helm(["template", "catalyst", CHART], { ...CHART_VALUES, ...own });
  expect(rendered).toContain('"namespace": "agents"');
  expect(rendered).not.toMatch(/kind"?: "?(Cluster|CustomResource|ValidatingAdmission|Namespace"?$)/m);
});

test("pools are there where they are turned on: their definition, the right to follow them, and the operator's word", async () => {
  const render = (enabled: boolean) => {
    const environments = { ...CHART_VALUES.environments, pools: { enabled } };
    return helm(["template", "catalyst", CHART], { ...CHART_VALUES, environments });
  };
  // One after the other: both have their values in the same file.
  const off = await render(false);
  const on = await render(true);
  expect(off).not.toMatch(/EnvironmentPool|catalyst-operator-pools/);
  expect(on).toMatch(/EnvironmentPool.*catalyst-operator-pools/s);
  expect(on).toMatch(/"pools": {\s*"enabled": true/);
});

test("what was never installed is no fault at its end", async () => {
  const told: string[] = [];
  const tell = (line: string) => void told.push(line);
  await sayFarewell({ connection: admin, home: HOME, tell, pause: async () => undefined });
  expect(told[0]).toBe("0 Environments are ended.");
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
  ["without a database", { database: { existingSecret: "" } }, /database/],
  ["with a database that is none", { database: { url: "mysql://db/x" } }, /database\/url|database\.url/],
  ["without the address that people know", { server: {} }, /publicUrl/],
  [
    "with replicas that are none",
    { server: { ...CHART_VALUES.server, replicas: "two" } },
    /server\/replicas|server\.replicas/,
  ],
  ["with a word that nobody knows", { pools: [] }, /pools/],
  [
    "with pools in words that nobody knows",
    { environments: { ...CHART_VALUES.environments, pools: { enabled: "yes" } } },
    /pools/,
  ],
  [
    "with one namespace that has no name",
    { environments: { ...CHART_VALUES.environments, namespaces: { mode: "fixed" } } },
    /namespaces/,
  ],
  ["without the usual class", { environments: { ...CHART_VALUES.environments, classes: {} } }, /default/],
])("values %s are refused by their name", async (_what, changes, field) => {
  const said = await helm(["template", "catalyst", CHART], { ...CHART_VALUES, ...changes });
  expect(said).toMatch(/^failed/);
  expect(said).toMatch(field);
});
