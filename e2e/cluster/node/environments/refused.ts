import { randomUUID } from "node:crypto";
import { createObject, deleteObject, mergeObject } from "@catalyst/kubernetes";
import { expect, test } from "vitest";
import { NODE_NAME } from "../../api-server/cluster-people.ts";
import { TEST_IMAGES } from "../images.ts";
import { PODS, WRITING } from "../operate-on-node.ts";
import { serveRegistry } from "./serve-registry.ts";
import { tried } from "./tried.ts";

/** What a real cluster has against an Environment, and that it goes on once it has no more. */

const NODES = { group: "", version: "v1", plural: "nodes" };
const QUOTAS = { group: "", version: "v1", plural: "resourcequotas" };
const POLICIES = { group: "networking.k8s.io", version: "v1", plural: "networkpolicies" };
const WAITING = 'await tell("begun"); await new Promise((resolve) => setTimeout(resolve, 600_000));';

const { statusOf, endOf, waitFor } = tried;

/** The project's namespace stands once it had an Environment. */
async function makeNamespace(project: string): Promise<string> {
  expect(await endOf(await tried.environments.make(project))).toMatchObject({ phase: "Succeeded" });
  return `catalyst-env-${project}`;
}
const changeNode = (change: object) =>
  mergeObject(tried.environments.admin, {
    place: { resource: NODES, namespace: null, name: NODE_NAME },
    change,
    writing: WRITING,
  });

test("beside a policy of somebody else that lets more through no pod is made, and that policy is named", async () => {
  const namespace = await makeNamespace("wider");
  const place = { resource: POLICIES, namespace, name: "wide" };
  const spec = { podSelector: {}, egress: [{}], policyTypes: ["Egress"] };
  await createObject(tried.environments.admin, {
    place: { ...place, name: null },
    ...{ object: { metadata: { name: "wide" }, spec }, writing: WRITING },
  });
  const name = await tried.environments.make("wider");
  expect(await waitFor(name, "PolicyForeign")).toContain("The policy wide, which isn't ours, selects its pods");
  expect(await tried.environments.podsOf("wider")).not.toContain(name);
  await deleteObject(tried.environments.admin, { place });
  expect(await endOf(name)).toMatchObject({ phase: "Succeeded" });
});

test("a quota that is used up is waited for, in its own words", async () => {
  const namespace = await makeNamespace("quota");
  const place = { resource: QUOTAS, namespace, name: "none" };
  await createObject(tried.environments.admin, {
    place: { ...place, name: null },
    object: { metadata: { name: "none" }, spec: { hard: { pods: "0" } } },
    writing: WRITING,
  });
  const name = await tried.environments.make("quota");
  expect(await waitFor(name, "QuotaExceeded")).toMatch(/Waiting for the project's quota: exceeded quota: none/);
  await deleteObject(tried.environments.admin, { place });
  expect(await endOf(name)).toMatchObject({ phase: "Succeeded" });
});

test("a node that takes no more pods is waited for, in the scheduler's words", async () => {
  await changeNode({ spec: { unschedulable: true } });
  const name = await tried.environments.make("unschedulable");
  expect(await waitFor(name, "Unschedulable")).toMatch(/No node has room for it: .*unschedulable/);
  await changeNode({ spec: { unschedulable: null } });
  expect(await endOf(name)).toMatchObject({ phase: "Succeeded" });
});

test("what has had its time to start is refused as what kept it: no node's room, or a registry that isn't there", async () => {
  const image = "localhost/catalyst/absent:1";
  const absent = await tried.environments.make("absent", { image, startTimeout: "30s" });
  await expect.poll(async () => (await statusOf(absent))?.reason).toMatch(/^Image/);
  await changeNode({ spec: { unschedulable: true } });
  try {
    const late = await endOf(await tried.environments.make("no-room", { startTimeout: "30s" }));
    expect(late).toMatchObject({ phase: "Refused", exit: { reason: "unschedulable" } });
    expect(late?.message).toMatch(/It didn't start within 30 s\. No node has room for it/);
  } finally {
    await changeNode({ spec: { unschedulable: null } });
  }
  expect(await endOf(absent)).toMatchObject({
    ...{ phase: "Refused", exit: { reason: "registry" } },
    message: expect.stringContaining(image),
  });
});

test("an image that its registry lets nobody have, hasn't, or has something else for, is refused in the registry's words", async () => {
  const registry = await serveRegistry(tried.node);
  const make = (image: string) => tried.environments.make("registry", { image, startTimeout: "45s" });
  const [closed, absent, other] = [registry.closed, registry.absent, registry.other];
  const names = [await make(closed), await make(absent), await make(other)];
  const ends = await Promise.all(names.map(endOf));
  expect(ends, JSON.stringify(ends)).toMatchObject([
    { phase: "Refused", exit: { reason: "image" }, message: toldOf(closed, "the registry doesn't let the cluster") },
    { phase: "Refused", exit: { reason: "image" }, message: toldOf(absent, "it isn't there") },
    { phase: "Refused", exit: { reason: "registry" }, message: toldOf(other, "unexpected commit digest") },
  ]);
  expect(tried.gateway.told).toEqual([]);
});

function toldOf(image: string, why: string) {
  return expect.stringMatching(new RegExp(`${image}.*${why}`));
}

test("a foreign pod under its name is left alone, and it is refused", async () => {
  const namespace = await makeNamespace("foreign");
  const executionId = randomUUID();
  const name = `x-${executionId}`;
  const security = { allowPrivilegeEscalation: false, capabilities: { drop: ["ALL"] } };
  const container = { name: "it", image: TEST_IMAGES.tools, command: ["/bin/sleep", "600"], securityContext: security };
  await createObject(tried.environments.admin, {
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
  await tried.environments.make("foreign", { executionId });
  const status = await endOf(name);
  expect(status).toMatchObject({ phase: "Refused", exit: { reason: "admission" } });
  expect(JSON.stringify(status)).toContain("is in use by a pod that isn't its own");
  expect(await tried.environments.podsOf("foreign")).toContain(name);
  await tried.remove(name);
  expect(await tried.environments.podsOf("foreign")).toContain(name);
});

test("a workspace that is for reading is not to be written, and not to be made so", async () => {
  tried.gateway.scripts.agent = `
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
  const name = await tried.environments.make("reading", { stages: [{ name: "agent", readOnlyWorkspace: true }] });
  expect(await endOf(name)).toMatchObject({ phase: "Succeeded" });
  const told = {
    write: "EROFS",
    make: "EROFS",
    remount: "refused",
    elsewhere: "done",
    move: expect.stringMatching(/^E/),
  };
  expect(tried.gateway.told).toEqual([{ stage: "agent", what: told }]);
});

test("a node from which everything is driven away has it end as moved", async () => {
  tried.gateway.scripts.agent = WAITING;
  const name = await tried.environments.make("driven");
  await expect.poll(() => tried.gateway.told.length).toBe(1);
  await changeNode({ spec: { taints: [{ key: "maintenance", effect: "NoExecute" }] } });
  try {
    expect(await endOf(name)).toMatchObject({ phase: "Failed", exit: { reason: "evicted" } });
  } finally {
    await changeNode({ spec: { taints: null } });
  }
});
