import { randomUUID } from "node:crypto";
import {
  API_VERSION,
  type ClusterConnection,
  createObject,
  deleteObject,
  EnvironmentResource,
  FINALIZER,
  LABELS,
  listObjects,
  mergeObject,
  readOne,
  resourcePath,
} from "@catalyst/kubernetes";
import { afterAll, afterEach, beforeAll, describe, expect, test } from "vitest";
import { connectAs } from "../api-server/connect.ts";
import { type Cluster, startCluster } from "../api-server/start-cluster.ts";
import { defineEnvironments } from "../resource/define-environments.ts";
import { accountOf, grantRights, HOME } from "../resource/grant-rights.ts";
import { AtWork } from "./at-work.ts";
import { dyingAfter } from "./dying-connection.ts";
import { ended, running, type Script } from "./pod-player.ts";

const ENVIRONMENTS = { group: "catalyst.catalyst.dev", version: "v1alpha1", plural: "environments" };
const PODS = { group: "", version: "v1", plural: "pods" };
const NAMESPACES = { group: "", version: "v1", plural: "namespaces" };
const WRITING = { fieldManager: "test" };

let cluster: Cluster;
let admin: ClusterConnection;
let operatorsOwn: ClusterConnection;
let work: AtWork;

beforeAll(async () => {
  cluster = await startCluster();
  admin = connectAs(cluster, "admin");
  await defineEnvironments(admin);
  await grantRights(admin);
  operatorsOwn = connectAs(cluster, "admin", accountOf("catalyst-operator"));
  work = new AtWork(admin, operatorsOwn);
});
afterEach(async () => {
  expect(await work.end()).toEqual([]);
});
afterAll(async () => {
  await operatorsOwn?.close();
  await admin?.close();
  await cluster?.stop();
});

interface Wanted {
  project: string;
  spec?: object;
  finalizers?: string[];
}

/** As a worker makes one. */
async function make({ project, spec = {}, finalizers = [FINALIZER] }: Wanted): Promise<string> {
  const executionId = randomUUID();
  const name = `x-${executionId}`;
  await createObject(admin, {
    place: { resource: ENVIRONMENTS, namespace: HOME, name: null },
    object: {
      ...{ apiVersion: API_VERSION, kind: "Environment", metadata: { name, namespace: HOME, finalizers } },
      spec: {
        ...{ project, executionId, source: { repository: "https://x.example/r" }, agent: { type: "claude-code" } },
        stages: [{ name: "prepare" }, { name: "agent" }],
        ...spec,
      },
    },
    writing: WRITING,
  });
  return name;
}

async function look(name: string): Promise<EnvironmentResource | null> {
  const found = await readOne(admin, { resource: ENVIRONMENTS, namespace: HOME, name });
  return found === null ? null : EnvironmentResource.parse(found);
}

async function podsOf(project: string): Promise<string[]> {
  const path = resourcePath({ resource: PODS, namespace: `catalyst-env-${project}`, name: null });
  const { objects } = await listObjects({ connection: admin, path });
  return objects.map(({ metadata }) => metadata.name);
}

const phaseOf = async (name: string) => (await look(name))?.status?.phase;
const reasonOf = async (name: string) => (await look(name))?.status?.reason;

test("an Environment becomes a namespace with policies, a pod that is proven, and an end that is told; deleted, it is gone", async () => {
  work.operate();
  work.play((pod) => pod.live());
  const name = await make({ project: "ordinary" });
  await expect.poll(() => phaseOf(name)).toBe("Succeeded");
  const environment = await look(name);
  expect(environment?.status).toMatchObject({
    ...{ exit: { code: 0, reason: "exited" }, namespace: "catalyst-env-ordinary" },
    pod: { name, attempt: 1, node: "node-1", ip: "10.244.0.7" },
    stages: [
      { name: "prepare", exitCode: 0 },
      { name: "agent", exitCode: 0 },
    ],
  });
  const path = "/apis/networking.k8s.io/v1/namespaces/catalyst-env-ordinary/networkpolicies";
  const { objects } = await listObjects({ connection: admin, path });
  expect(objects.map(({ metadata }) => metadata.name)).toEqual([
    "catalyst-deny-all",
    "catalyst-environment-to-gateway",
  ]);
  await deleteObject(admin, { place: { resource: ENVIRONMENTS, namespace: HOME, name } });
  await expect.poll(() => look(name)).toBeNull();
  expect(await podsOf("ordinary")).toEqual([]);
});

test("one that is deleted while it works takes its pod with it", async () => {
  work.operate();
  work.play(async (pod) => {
    await pod.bind();
    await pod.tell({ probe: ended(0), prepare: ended(0), agent: running() });
  });
  const name = await make({ project: "deleted" });
  await expect.poll(() => phaseOf(name)).toBe("Running");
  await deleteObject(admin, { place: { resource: ENVIRONMENTS, namespace: HOME, name } });
  await expect.poll(() => look(name)).toBeNull();
  expect(await podsOf("deleted")).toEqual([]);
});

describe("what goes wrong", () => {
  test.each<[string, Script, string, object]>([
    [
      "policies that aren't enforced",
      (pod) => pod.live({ probe: 96 }),
      "Refused",
      { reason: "Refused", exit: { reason: "isolation" } },
    ],
    ["a runner that fails", (pod) => pod.live({ agent: 1 }), "Failed", { reason: "RunnerFault", exit: { code: 1 } }],
    [
      "memory that doesn't suffice",
      async (pod) => {
        await pod.bind();
        const killed = ended(137, { reason: "OOMKilled" });
        await pod.tell({ probe: ended(0), prepare: ended(0), agent: killed }, { phase: "Failed" });
      },
      "Failed",
      { reason: "OutOfMemory", exit: { reason: "out_of_memory" } },
    ],
    [
      "a node that wants its room back",
      async (pod) => {
        await pod.bind();
        await pod.tell({ probe: ended(0), prepare: running() });
        const more = { phase: "Failed", reason: "Evicted", message: "The node was low on resource: memory." };
        await pod.tell({ prepare: ended(137) }, more);
      },
      "Failed",
      { reason: "Evicted", exit: { reason: "evicted" } },
    ],
    [
      "an image that has no name",
      (pod) => pod.tell({ probe: { waiting: { reason: "InvalidImageName", message: "no" } } }, { phase: "Pending" }),
      "Refused",
      { reason: "Refused", exit: { reason: "image" } },
    ],
  ])("%s is told as that", async (_what, script, ...[phase, status]) => {
    work.operate();
    work.play(script);
    const name = await make({ project: "failing" });
    await expect.poll(() => phaseOf(name)).toBe(phase);
    expect((await look(name))?.status).toMatchObject(status);
  });

  test("a pod that somebody deletes before anything began is made again; after that it isn't", async () => {
    work.operate();
    let isFirst = true;
    work.play(async (pod) => {
      await pod.bind();
      await pod.tell(isFirst ? { probe: running() } : { probe: ended(0), prepare: running() });
      isFirst = false;
    });
    const name = await make({ project: "again" });
    const place = { resource: PODS, namespace: "catalyst-env-again", name };
    await expect.poll(async () => (await look(name))?.status?.pod?.ip).toBe("10.244.0.7");
    await deleteObject(admin, { place });
    await expect.poll(async () => (await look(name))?.status?.pod?.attempt).toBe(2);
    await expect.poll(() => phaseOf(name)).toBe("Running");
    await deleteObject(admin, { place });
    await expect.poll(() => reasonOf(name)).toBe("PodDeleted");
    expect(await podsOf("again")).toEqual([]);
  });

  test("a namespace of somebody else's isn't touched, and that is said", async () => {
    const place = { resource: NAMESPACES, namespace: null, name: null };
    await createObject(admin, { place, object: { metadata: { name: "catalyst-env-foreign" } }, writing: WRITING });
    work.operate();
    const name = await make({ project: "foreign" });
    await expect.poll(() => reasonOf(name)).toBe("NamespaceForeign");
    expect(await podsOf("foreign")).toEqual([]);
    await deleteObject(admin, { place: { resource: ENVIRONMENTS, namespace: HOME, name } });
    await expect.poll(() => look(name)).toBeNull();
  });

  test("a policy that somebody widens is put back, and one of somebody else's lets no pod be made", async () => {
    work.operate();
    work.play((pod) => pod.live());
    const first = await make({ project: "policies" });
    await expect.poll(() => phaseOf(first)).toBe("Succeeded");
    const policies = { group: "networking.k8s.io", version: "v1", plural: "networkpolicies" };
    const ours = { resource: policies, namespace: "catalyst-env-policies", name: "catalyst-environment-to-gateway" };
    await mergeObject(admin, { place: ours, change: { spec: { egress: [{}] } }, writing: WRITING });
    await expect.poll(async () => JSON.stringify((await readOne(admin, ours))?.spec)).toContain("10.96.12.34");
    const foreign = { metadata: { name: "open" }, spec: { podSelector: {}, egress: [{}], policyTypes: ["Egress"] } };
    await createObject(admin, { place: { ...ours, name: null }, object: foreign, writing: WRITING });
    const second = await make({ project: "policies" });
    await expect.poll(() => reasonOf(second)).toBe("PolicyForeign");
    await deleteObject(admin, { place: { ...ours, name: "open" } });
    await expect.poll(() => phaseOf(second)).toBe("Succeeded");
  });

  test("a full quota is waited for, and told with its numbers", async () => {
    work.operate();
    work.play((pod) => pod.live());
    const first = await make({ project: "quota" });
    await expect.poll(() => phaseOf(first)).toBe("Succeeded");
    const quotas = { group: "", version: "v1", plural: "resourcequotas" };
    const place = { resource: quotas, namespace: "catalyst-env-quota", name: "none" };
    const quota = { metadata: { name: "none" }, spec: { hard: { pods: "0" } } };
    await createObject(admin, { place: { ...place, name: null }, object: quota, writing: WRITING });
    await expect.poll(async () => (await readOne(admin, place))?.status).toMatchObject({ hard: { pods: "0" } });
    const second = await make({ project: "quota" });
    await expect.poll(() => reasonOf(second)).toBe("QuotaExceeded");
    expect((await look(second))?.status?.message).toContain("requested: pods=1");
    await deleteObject(admin, { place });
    await expect.poll(() => phaseOf(second)).toBe("Succeeded");
  });
});

test("an operator that was away when all of it happened tells it when it is back, and ends what nobody asks for any more", async () => {
  const first = work.operate();
  let end: (() => Promise<void>) | undefined;
  work.play(async (pod) => {
    await pod.bind();
    await pod.tell({ probe: ended(0), prepare: ended(0), agent: running() });
    end = () => pod.tell({ agent: ended(0) }, { phase: "Succeeded" });
  });
  const name = await make({ project: "away" });
  await expect.poll(() => phaseOf(name)).toBe("Running");
  expect(await first.stop()).toBe("released");
  await end?.();
  work.operate();
  await expect.poll(() => phaseOf(name)).toBe("Succeeded");
});

test("one that was made by hand gets what keeps it until it is gone, and no second operator gets in the way", async () => {
  work.operate();
  work.operate();
  work.play((pod) => pod.live());
  const name = await make({ project: "byhand", spec: { executionId: undefined }, finalizers: [] });
  await expect.poll(() => phaseOf(name)).toBe("Succeeded");
  expect((await look(name))?.metadata.finalizers).toEqual([FINALIZER]);
  expect(work.begun.filter((begun) => begun === name)).toEqual([name]);
  expect((await look(name))?.metadata.labels?.[LABELS.managedBy]).toBeUndefined();
});

test("an operator that is killed after any of its writes is followed by one that makes the same of it, with one pod", async () => {
  const leases = { group: "coordination.k8s.io", version: "v1", plural: "leases" };
  work.play((pod) => pod.live());
  // What was asked for in the rounds before: an operator that starts writes for each of them.
  const before: string[] = [];
  for (let writes = 1; ; writes++) {
    // As long as all others: none is the beginning of another.
    const project = `killed-${100 + writes}`;
    const { connection, hasDied } = dyingAfter(operatorsOwn, writes, ({ path, body }) => {
      const said = JSON.stringify([path, body]);
      return !before.some((part) => said.includes(part));
    });
    const killed = work.operate({ connection });
    const name = await make({ project, finalizers: [] });
    await expect.poll(async () => hasDied() || (await phaseOf(name)) === "Succeeded").toBe(true);
    await killed.stop();
    if (!hasDied()) {
      // It had nothing more to write.
      expect(writes).toBeGreaterThan(8);
      break;
    }
    // As if its time were over.
    await deleteObject(admin, { place: { resource: leases, namespace: HOME, name: "catalyst-operator" } });
    const next = work.operate();
    await expect.poll(() => phaseOf(name)).toBe("Succeeded");
    expect(work.begun.filter((begun) => begun === name)).toEqual([name]);
    await next.stop();
    before.push(project, name);
  }
});
