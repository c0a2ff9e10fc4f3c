import {
  applyObject,
  type ClusterConnection,
  createObject,
  EnvironmentResource,
  listObjects,
  readOne,
  resourcePath,
} from "@catalyst/kubernetes";
import { afterAll, beforeAll, expect, test } from "vitest";
import { EnvironmentClass } from "../../../operator/src/classes/environment-class.ts";
import { buildNamespace, buildServiceAccount } from "../../../operator/src/namespace/build-namespace.ts";
import { buildPolicies } from "../../../operator/src/namespace/build-policies.ts";
import { namespaceOf } from "../../../operator/src/namespace/pod-namespace.ts";
import { readNamespaceState } from "../../../operator/src/namespace/read-namespace-state.ts";
import type { StandingPolicy } from "../../../operator/src/namespace/standing.ts";
import { buildPod } from "../../../operator/src/pod/build-pod.ts";
import { LEAST } from "../../../packages/kubernetes/src/testing/environment-examples.ts";
import { connectAs } from "../api-server/connect.ts";
import { type Cluster, startCluster } from "../api-server/start-cluster.ts";

const PROJECT = "my-project";
const namespace = namespaceOf(PROJECT);
const WRITING = { fieldManager: "catalyst-operator" };
const PODS = { group: "", version: "v1", plural: "pods" };
const POLICIES = { group: "networking.k8s.io", version: "v1", plural: "networkpolicies" };
const ACCOUNTS = { group: "", version: "v1", plural: "serviceaccounts" };
const NAMESPACES = { group: "", version: "v1", plural: "namespaces" };
const GATEWAY = {
  ...{ namespace: "catalyst-system", podLabels: { "app.kubernetes.io/component": "gateway" } },
  ...{ addresses: ["10.96.12.34"], port: 8443 },
};
const WANTED = buildPolicies(namespace, GATEWAY);

let cluster: Cluster;
let connection: ClusterConnection;
beforeAll(async () => {
  cluster = await startCluster();
  connection = connectAs(cluster, "admin");
  const place = { resource: NAMESPACES, namespace: null, name: null };
  await createObject(connection, {
    place,
    object: buildNamespace({ name: namespace, labels: {}, owner: null }),
    writing: WRITING,
  });
  const account = buildServiceAccount(namespace);
  await applyObject(connection, {
    ...{ place: { resource: ACCOUNTS, namespace, name: account.metadata.name }, object: account },
    ...{ writing: WRITING, isForced: true },
  });
  await putPolicies();
});
afterAll(async () => {
  await connection?.close();
  await cluster?.stop();
});

async function putPolicies(): Promise<void> {
  for (const object of WANTED) {
    const place = { resource: POLICIES, namespace, name: object.metadata.name };
    await applyObject(connection, { place, object, writing: WRITING, isForced: true });
  }
}

function podFor(spec: object) {
  const environment = EnvironmentResource.parse({
    ...{ apiVersion: "catalyst.catalyst.dev/v1alpha1", kind: "Environment" },
    metadata: { name: "agent-issue-123", namespace: "catalyst-system", uid: "environment-uid" },
    spec: { ...LEAST, ...spec },
  });
  return buildPod(environment, {
    class: EnvironmentClass.parse({ image: "registry.example/tools" }),
    gateway: {
      ...{ addresses: ["10.96.12.34:8443"], canaries: ["10.244.3.7:8444"], denied: ["10.96.0.1:443"] },
      ...{ authority: "-----BEGIN CERTIFICATE-----", tlsName: "catalyst-gateway" },
    },
    ...{ runnerImage: "registry.example/runner", agentImage: "registry.example/agent" },
    ...{ namespace, sibling: null, attempt: 1, avoidNode: null },
  });
}

/** Each stage that there may be, twice over. */
const ALL_STAGES = ["setup", "prepare", ...Array(4).fill(["agent", "verify"]).flat()].map((name) => ({ name }));
const place = { resource: PODS, namespace, name: null };

test.each<[string, object]>([
  ["the least", {}],
  ["all stages", { stages: ALL_STAGES }],
  ["amounts and a time", { resources: { limits: { cpu: 1, memory: "1Gi" } }, agent: { type: "x", timeout: "24h" } }],
])("a pod of %s is admitted where only harmless ones are, to the last field", async (_what, spec) => {
  const object = podFor(spec);
  const made = await createObject(connection, { place, object, writing: { ...WRITING, isDryRun: true } });
  expect(made).toMatchObject({ kind: "Pod", spec: { serviceAccountName: "catalyst-environment" } });
});

test("a pod that wants more than that is refused there", async () => {
  const pod = podFor({});
  const object = { ...pod, spec: { ...pod.spec, hostNetwork: true } };
  const refused = createObject(connection, { place, object, writing: { ...WRITING, isDryRun: true } });
  await expect(refused).rejects.toMatchObject({ kind: "forbidden", message: expect.stringContaining("PodSecurity") });
});

test("what stands in the namespace is as it was said, and what somebody changes there is seen, and put back", async () => {
  expect(await readState()).toEqual({ kind: "ready" });
  const [, object] = WANTED;
  const opened = { ...object, spec: { ...object.spec, egress: [{}] } };
  const place = { resource: POLICIES, namespace, name: object.metadata.name };
  const somebody = { fieldManager: "somebody" };
  await applyObject(connection, { place, object: opened, writing: somebody, isForced: true });
  expect(await readState()).toEqual({ kind: "changed" });
  await putPolicies();
  expect(await readState()).toEqual({ kind: "ready" });
});

async function readState() {
  const { objects } = await listObjects({
    connection,
    path: resourcePath({ resource: POLICIES, namespace, name: null }),
  });
  const standing = await readOne(connection, { resource: NAMESPACES, namespace: null, name: namespace });
  const policies = objects as unknown as StandingPolicy[];
  return readNamespaceState(
    { namespace: standing as never, policies, hasAccount: true },
    { policies: WANTED, mayMake: true },
  );
}
