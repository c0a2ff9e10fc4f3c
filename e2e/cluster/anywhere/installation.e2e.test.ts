import { randomBytes } from "node:crypto";
import { join } from "node:path";
import {
  API_VERSION,
  accessFromKubeconfig,
  type ClusterConnection,
  connectCluster,
  createObject,
  deleteObject,
  EnvironmentResource,
  KIND,
  listObjects,
  PLURAL,
  readOne,
  resourcePath,
  VERSION,
} from "@catalyst/kubernetes";
import { execa } from "execa";
import { afterAll, beforeAll, expect, test } from "vitest";
import { z } from "zod";

/**
 * What an installation promises, on whatever cluster a kubeconfig names: `./catalyst test cluster --kubeconfig FILE`. The chart is installed there before, by
 * whoever has the cluster. `CATALYST_TEST_NAMESPACE`: another one than the usual.
 */

const CLI = join(import.meta.dirname, "../../../cli/src/main.ts");
const { CATALYST_TEST_KUBECONFIG: kubeconfig = "", CATALYST_TEST_NAMESPACE: home = "catalyst-system" } = process.env;
const GROUP = API_VERSION.slice(0, API_VERSION.indexOf("/"));
const ENVIRONMENTS = { group: GROUP, version: VERSION, plural: PLURAL };
const PODS = { group: "", version: "v1", plural: "pods" };
const Finding = z.object({ name: z.string(), state: z.string(), detail: z.string() });
const Settings = z.object({ images: z.object({ agents: z.record(z.string(), z.unknown()) }) });

let connection: ClusterConnection;
let agent: string;
beforeAll(async () => {
  connection = connectCluster(await accessFromKubeconfig(kubeconfig));
  const resource = { group: "", version: "v1", plural: "configmaps" };
  const found = await readOne(connection, { resource, namespace: home, name: "catalyst-operator" });
  const data = z.record(z.string(), z.string()).parse(found?.data ?? {});
  agent = Object.keys(Settings.parse(JSON.parse(data["operator.json"] ?? "{}")).images.agents)[0] ?? "";
});
afterAll(() => connection?.close());

test("all that it stands on is there", async () => {
  const asked = [CLI, "cluster", "check", "--kubeconfig", kubeconfig, "--namespace", home, "--json"];
  const { stdout, exitCode } = await execa(process.execPath, asked, { reject: false });
  const findings = stdout
    .split("\n")
    .filter(Boolean)
    .map((line) => Finding.parse(JSON.parse(line)));
  expect(findings.filter(({ state }) => state === "failed")).toEqual([]);
  expect(exitCode).toBe(0);
});

test("an Environment that is made by hand is isolated, waits for a task that never comes, and goes with its pod", async () => {
  const name = `by-hand-${randomBytes(4).toString("hex")}`;
  const project = "trial-by-hand";
  const place = { resource: ENVIRONMENTS, namespace: home, name };
  const spec = {
    project,
    source: { repository: "https://trial.invalid/r" },
    agent: { type: agent },
    startTimeout: "90s",
  };
  await createObject(connection, {
    place: { ...place, name: null },
    object: { apiVersion: API_VERSION, kind: KIND, metadata: { name, namespace: home }, spec },
    writing: { fieldManager: "test" },
  });
  const look = async () => EnvironmentResource.parse(await readOne(connection, place)).status;
  const isolated = async () => (await look())?.conditions?.find(({ type }) => type === "Isolated")?.status;
  await expect.poll(isolated).toBe("True");
  await expect.poll(async () => (await look())?.reason).toBe("StartTimeout");
  await deleteObject(connection, { place });
  await expect.poll(() => readOne(connection, place)).toBeNull();
  const path = resourcePath({ resource: PODS, namespace: `catalyst-env-${project}`, name: null });
  expect((await listObjects({ connection, path })).objects).toEqual([]);
});

test("nobody but the operator makes pods where environments are", async () => {
  const pod = {
    metadata: { name: "intruder", labels: { "catalyst.dev/component": "environment" } },
    spec: { containers: [{ name: "x", image: "x", securityContext: { privileged: true } }] },
  };
  const user = `system:serviceaccount:${home}:catalyst-operator`;
  const asOperator: ClusterConnection = {
    ...connection,
    send: (request) => connection.send({ ...request, headers: { "impersonate-user": user } }),
  };
  const making = createObject(asOperator, {
    place: { resource: PODS, namespace: "catalyst-env-trial-by-hand", name: null },
    ...{ object: pod, writing: { fieldManager: "test", isDryRun: true } },
  });
  await expect(making).rejects.toMatchObject({ kind: expect.stringMatching(/forbidden|invalid/) });
});
