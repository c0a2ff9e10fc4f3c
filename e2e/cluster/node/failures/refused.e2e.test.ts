import { randomUUID } from "node:crypto";
import { rm } from "node:fs/promises";
import { ClusterFault, createObject, deleteObject, mergeObject } from "@catalyst/kubernetes";
import { afterAll, afterEach, beforeAll, beforeEach, expect, test } from "vitest";
import { NODE_NAME } from "../../cluster-people.ts";
import { makeOwnFolder } from "../../own-folder.ts";
import { buildTestImages, TEST_IMAGES } from "../images.ts";
import { type NodeEnvironments, operateOnNode, PODS, WRITING } from "../operate-on-node.ts";
import { type StandInGateway, serveGateway } from "../stand-in/serve-gateway.ts";
import { type NodeCluster, startNode } from "../start-node.ts";

/** What a real cluster has against an Environment, and that it goes on once it has no more. */

const NODES = { group: "", version: "v1", plural: "nodes" };
const QUOTAS = { group: "", version: "v1", plural: "resourcequotas" };
const POLICIES = { group: "networking.k8s.io", version: "v1", plural: "networkpolicies" };
const WAITING = 'await tell("begun"); await new Promise((resolve) => setTimeout(resolve, 600_000));';

let folder: string;
let node: NodeCluster;
let environments: NodeEnvironments;
let gateway: StandInGateway;
let stopOperator: () => Promise<unknown>;

beforeAll(async () => {
  folder = await makeOwnFolder("catalyst-images-");
  node = await startNode(await buildTestImages(folder, ["pause", "runner", "tools"]));
  environments = await operateOnNode(node);
});
beforeEach(async () => {
  gateway = await serveGateway();
  await node.openPort(gateway.port);
  await node.openPort(gateway.canaryPort);
  stopOperator = environments.operate(gateway);
});
afterEach(async () => {
  await stopOperator();
  await gateway.stop();
  expect(environments.takeFaults().filter((fault) => !(fault instanceof ClusterFault))).toEqual([]);
});
afterAll(async () => {
  await environments?.close();
  await node?.stop();
  await rm(folder, { recursive: true, force: true });
});

const statusOf = async (name: string) => (await environments.look(name))?.status;
async function endOf(name: string) {
  await expect.poll(async () => (await statusOf(name))?.phase).toMatch(/Succeeded|Failed|Refused/);
  return await statusOf(name);
}
async function waitFor(name: string, reason: string): Promise<string> {
  const said = async () =>
    (await statusOf(name))?.conditions?.find((one) => one.reason === reason && one.status !== "True");
  await expect.poll(said).toBeDefined();
  return (await said())?.message ?? "";
}
/** The project's namespace stands once it had an Environment. */
async function makeNamespace(project: string): Promise<string> {
  expect(await endOf(await environments.make(project))).toMatchObject({ phase: "Succeeded" });
  return `catalyst-env-${project}`;
}
const changeNode = (change: object) =>
  mergeObject(environments.admin, {
    place: { resource: NODES, namespace: null, name: NODE_NAME },
    change,
    writing: WRITING,
  });

test("beside a policy of somebody else that lets more through no pod is made, and that policy is named", async () => {
  const namespace = await makeNamespace("wider");
  const place = { resource: POLICIES, namespace, name: "wide" };
  const spec = { podSelector: {}, egress: [{}], policyTypes: ["Egress"] };
  await createObject(environments.admin, {
    place: { ...place, name: null },
    ...{ object: { metadata: { name: "wide" }, spec }, writing: WRITING },
  });
  const name = await environments.make("wider");
  expect(await waitFor(name, "PolicyForeign")).toContain("The policy wide, which isn't ours, selects its pods");
  expect(await environments.podsOf("wider")).not.toContain(name);
  await deleteObject(environments.admin, { place });
  expect(await endOf(name)).toMatchObject({ phase: "Succeeded" });
});

test("a quota that is used up is waited for, in its own words", async () => {
  const namespace = await makeNamespace("quota");
  const place = { resource: QUOTAS, namespace, name: "none" };
  await createObject(environments.admin, {
    place: { ...place, name: null },
    object: { metadata: { name: "none" }, spec: { hard: { pods: "0" } } },
    writing: WRITING,
  });
  const name = await environments.make("quota");
  expect(await waitFor(name, "QuotaExceeded")).toMatch(/Waiting for the project's quota: exceeded quota: none/);
  await deleteObject(environments.admin, { place });
  expect(await endOf(name)).toMatchObject({ phase: "Succeeded" });
});

test("a node that takes no more pods is waited for, in the scheduler's words", async () => {
  await changeNode({ spec: { unschedulable: true } });
  const name = await environments.make("unschedulable");
  expect(await waitFor(name, "Unschedulable")).toMatch(/No node has room for it: .*unschedulable/);
  await changeNode({ spec: { unschedulable: null } });
  expect(await endOf(name)).toMatchObject({ phase: "Succeeded" });
});

test("one that no node has room for in its time to start is refused as that", async () => {
  await changeNode({ spec: { unschedulable: true } });
  try {
    const status = await endOf(await environments.make("late", { startTimeout: "30s" }));
    expect(status).toMatchObject({ phase: "Refused", exit: { reason: "unschedulable" } });
    expect(status?.message).toMatch(/It didn't start within 30 s\. No node has room for it/);
  } finally {
    await changeNode({ spec: { unschedulable: null } });
  }
});

test("a foreign pod under its name is left alone, and it is refused", async () => {
  const namespace = await makeNamespace("foreign");
  const executionId = randomUUID();
  const name = `x-${executionId}`;
  const security = { allowPrivilegeEscalation: false, capabilities: { drop: ["ALL"] } };
  const container = { name: "it", image: TEST_IMAGES.tools, command: ["/bin/sleep", "600"], securityContext: security };
  await createObject(environments.admin, {
    place: { resource: PODS, namespace, name: null },
    object: {
      metadata: { name },
      spec: {
        ...{ automountServiceAccountToken: false, containers: [container], terminationGracePeriodSeconds: 0 },
        securityContext: { runAsNonRoot: true, runAsUser: 1000, seccompProfile: { type: "RuntimeDefault" } },
      },
    },
    writing: WRITING,
  });
  await environments.make("foreign", { executionId });
  const status = await endOf(name);
  expect(status).toMatchObject({ phase: "Refused", exit: { reason: "admission" } });
  expect(JSON.stringify(status)).toContain("is in use by a pod that isn't its own");
  expect(await environments.podsOf("foreign")).toContain(name);
  await environments.remove(name);
  await expect.poll(() => environments.look(name)).toBeNull();
  expect(await environments.podsOf("foreign")).toContain(name);
});

test("a workspace that is for reading is not to be written, and not to be made so", async () => {
  gateway.scripts.agent = `
    const { writeFileSync, mkdirSync, renameSync } = require("node:fs");
    const { spawnSync } = require("node:child_process");
    const tries = {
      write: () => writeFileSync("/workspace/x", ""),
      make: () => mkdirSync("/workspace/y"),
      move: () => renameSync("/workspace", "/home/agent/w"),
      remount: () => { if (spawnSync("/bin/sh", ["-c", "mount -o remount,rw /workspace"]).status === 0) return; throw { code: "refused" }; },
      elsewhere: () => writeFileSync("/home/agent/x", ""),
    };
    const found = {};
    for (const [name, attempt] of Object.entries(tries)) try { attempt(); found[name] = "done"; } catch ({ code }) { found[name] = code; }
    await tell(found);`;
  const name = await environments.make("reading", { stages: [{ name: "agent", readOnlyWorkspace: true }] });
  expect(await endOf(name)).toMatchObject({ phase: "Succeeded" });
  const told = {
    write: "EROFS",
    make: "EROFS",
    remount: "refused",
    elsewhere: "done",
    move: expect.stringMatching(/^E/),
  };
  expect(gateway.told).toEqual([{ stage: "agent", what: told }]);
});

test("a node from which everything is driven away has it end as moved", async () => {
  gateway.scripts.agent = WAITING;
  const name = await environments.make("driven");
  await expect.poll(() => gateway.told.length).toBe(1);
  await changeNode({ spec: { taints: [{ key: "maintenance", effect: "NoExecute" }] } });
  try {
    expect(await endOf(name)).toMatchObject({ phase: "Failed", exit: { reason: "evicted" } });
  } finally {
    await changeNode({ spec: { taints: null } });
  }
});
