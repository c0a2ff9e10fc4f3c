import {
  ANNOTATIONS,
  type ClusterConnection,
  ClusterFault,
  deleteObject,
  EnvironmentResource,
  environmentPoolCrd,
  GROUP,
  LABELS,
  mergeObject,
  PLURAL,
  POOL_PLURAL,
  readOne,
  VERSION,
} from "@catalyst/kubernetes";
import { afterAll, afterEach, beforeAll, expect, test } from "vitest";
import { EnvironmentClass } from "../../../operator/src/classes/environment-class.ts";
import type { OperatorOptions } from "../../../operator/src/operator-options.ts";
import { claimPod, keepClaims } from "../../../operator/src/pool/claims.ts";
import { connectAs } from "../api-server/connect.ts";
import { type Cluster, startCluster } from "../api-server/start-cluster.ts";
import { AtWork } from "../operator/at-work.ts";
import { dyingAfter } from "../operator/dying-connection.ts";
import { ended, running, type Script } from "../operator/pod-player.ts";
import { askForEnvironment } from "../resource/ask-for-environment.ts";
import { defineEnvironments } from "../resource/define-environments.ts";
import { accountOf, grantPools, grantRights, HOME } from "../resource/grant-rights.ts";
import { askForPool, podsOf, poolPlace, readPool, removePools, scalePool } from "./ask-for-pool.ts";

const ENVIRONMENTS = { group: GROUP, version: VERSION, plural: PLURAL };
const WRITING = { fieldManager: "test" };

let cluster: Cluster;
let admin: ClusterConnection;
let operatorsOwn: ClusterConnection;
let work: AtWork;

beforeAll(async () => {
  cluster = await startCluster();
  admin = connectAs(cluster, "admin");
  await defineEnvironments(admin);
  await defineEnvironments(admin, environmentPoolCrd());
  await grantRights(admin);
  await grantPools(admin);
  operatorsOwn = connectAs(cluster, "admin", accountOf("catalyst-operator"));
  work = new AtWork(admin, operatorsOwn);
});
afterEach(async () => {
  const mistakes = await work.end();
  await removePools(admin);
  expect(mistakes).toEqual([]);
});
afterAll(async () => {
  await operatorsOwn?.close();
  await admin?.close();
  await cluster?.stop();
});

const operate = (changes: Partial<OperatorOptions> = {}) => work.operate({ hasPools: true, ...changes });

/** It is proven, and its runner waits for a job, or works on one. */
const wait: Script = async (pod) => {
  await pod.bind();
  await pod.tell({ probe: ended(0), agent: running() });
};

async function look(name: string): Promise<EnvironmentResource | null> {
  const found = await readOne(admin, { resource: ENVIRONMENTS, namespace: HOME, name });
  return found === null ? null : EnvironmentResource.parse(found);
}

const make = (project: string) => askForEnvironment(admin, project, "claude-code");
const phaseOf = async (name: string) => (await look(name))?.status?.phase;
const readyOf = async (pool: string) => (await readPool(admin, pool))?.status?.ready;

test("what is no pool is refused with its sentence, and people see what they look for in a list of them", async () => {
  const wrong: [spec: object, why: RegExp][] = [
    [{ replicas: -1 }, /spec.replicas/],
    [{ replicas: 501 }, /spec.replicas/],
    [{ maxAge: "1s" }, /is between 10m and 168h/],
    [{ stages: [{ name: "verify" }] }, /are setup and prepare/],
    [{ resources: { limits: { cpu: "0" } } }, /is more than nothing/],
  ];
  for (const [spec, why] of wrong) {
    await expect(askForPool(admin, "wrong", spec)).rejects.toThrow(why);
  }
  await askForPool(admin, "listed", { replicas: 0 });
  await expect(
    mergeObject(admin, { place: poolPlace("listed"), change: { spec: { project: "other" } }, writing: WRITING }),
  ).rejects.toThrow("project is fixed once it is created");
  const table = (await admin.send({
    ...{ method: "GET", path: `/apis/${GROUP}/${VERSION}/namespaces/${HOME}/${POOL_PLURAL}` },
    accept: "application/json;as=Table;v=v1;g=meta.k8s.io",
  })) as { columnDefinitions: { name: string; priority: number }[] };
  const shown = table.columnDefinitions.filter(({ priority }) => priority === 0).map(({ name }) => name);
  expect(shown).toEqual(["Name", "Project", "Agent", "Wanted", "Ready", "Claimed", "Healthy", "Reason", "Age"]);
});

test("an Environment gets a pod that waits for one like it, for ever, and another one is made to wait", async () => {
  operate();
  work.play(wait);
  await askForPool(admin, "claimed", { replicas: 2 });
  await expect.poll(() => readyOf("claimed")).toBe(2);
  const before = await podsOf(admin, "claimed");
  const name = await make("claimed");
  await expect.poll(() => phaseOf(name)).toBe("Running");
  const environment = await look(name);
  const pod = environment?.status?.pod;
  expect(pod).toMatchObject({ pooled: true, attempt: 1, node: "node-1", ip: "10.244.0.7" });
  expect(before.warm.map(({ metadata }) => metadata.uid)).toContain(pod?.uid);
  expect(environment?.status?.conditions).toContainEqual(expect.objectContaining({ type: "Isolated", status: "True" }));
  const { claimed, cold } = await podsOf(admin, "claimed");
  expect(cold).toEqual([]);
  expect(claimed).toHaveLength(1);
  expect(claimed[0]?.metadata).toMatchObject({
    labels: { [LABELS.environment]: name, [LABELS.pool]: "claimed" },
    annotations: { [ANNOTATIONS.environmentUid]: environment?.metadata.uid },
  });
  // Of its own time, and not of that which it might have waited for.
  expect(claimed[0]?.spec?.activeDeadlineSeconds).toBeLessThan(30 * 60 + 120);
  await expect.poll(() => readPool(admin, "claimed")).toMatchObject({ status: { replicas: 2, ready: 2, claimed: 1 } });
  await deleteObject(admin, { place: { resource: ENVIRONMENTS, namespace: HOME, name } });
  await expect.poll(() => look(name)).toBeNull();
  await expect.poll(async () => (await podsOf(admin, "claimed")).claimed).toEqual([]);
});

test("what isn't wanted as its pods are runs cold, as does what asks for it, or what nobody works in", async () => {
  operate();
  work.play(wait);
  await askForPool(admin, "unlike", { replicas: 1, resources: { limits: { memory: "2Gi" } } });
  await expect.poll(() => readyOf("unlike")).toBe(1);
  const name = await make("unlike");
  await expect.poll(() => phaseOf(name)).toBe("Running");
  expect((await look(name))?.status?.pod).toMatchObject({ name, pooled: false });
  expect((await podsOf(admin, "unlike")).warm).toHaveLength(1);
});

test("of two Environments that want the last one, one gets it and the other its own", async () => {
  operate();
  let begun = 0;
  // Whatever else is made to wait never begins to.
  work.play((pod) => (pod.name.startsWith("last-") && begun++ > 0 ? Promise.resolve() : wait(pod)));
  await askForPool(admin, "last", { replicas: 1 });
  await expect.poll(() => readyOf("last")).toBe(1);
  const names = await Promise.all([make("last"), make("last"), make("last")]);
  await expect.poll(() => Promise.all(names.map(phaseOf))).toEqual(["Running", "Running", "Running"]);
  const pooled = await Promise.all(names.map(async (name) => (await look(name))?.status?.pod?.pooled));
  expect(pooled.toSorted()).toEqual([false, false, true]);
});

test("of two processes that claim one pod at once, one has it", async () => {
  const operator = operate();
  work.play(wait);
  await askForPool(admin, "two", { replicas: 1 });
  await expect.poll(() => readyOf("two")).toBe(1);
  await operator.stop();
  const environments = await Promise.all([make("two"), make("two")].map(async (name) => await look(await name)));
  const [pod] = (await podsOf(admin, "two")).warm;
  const results = await Promise.all(
    environments.map((environment) =>
      claimPod(environment as EnvironmentResource, pod as NonNullable<typeof pod>, {
        ...{ connection: operatorsOwn, claims: keepClaims(), onPod: () => undefined },
      }),
    ),
  );
  expect(results.toSorted()).toEqual(["claimed", "lost"]);
});

test("few are made at once, as many as are wanted, and as whoever scales it says", async () => {
  operate();
  const held: (() => void)[] = [];
  // What former tests' Environments have is played as well.
  work.play(async (pod) => {
    const { promise, resolve } = Promise.withResolvers<void>();
    if (pod.name.startsWith("scaled-")) {
      held.push(resolve);
      await promise;
    }
    await wait(pod);
  });
  await askForPool(admin, "scaled", { replicas: 15 });
  await expect.poll(() => held.length).toBe(2);
  await expect.poll(() => readPool(admin, "scaled")).toMatchObject({ status: { replicas: 2, ready: 0 } });
  const letAll = setInterval(() => held.splice(0).forEach((go) => void go()), 20);
  await expect.poll(() => readyOf("scaled")).toBe(15);
  await scalePool(admin, "scaled", 3);
  await expect.poll(async () => (await podsOf(admin, "scaled")).warm.length).toBe(3);
  await expect.poll(() => readPool(admin, "scaled")).toMatchObject({ status: { replicas: 3, ready: 3 } });
  await deleteObject(admin, { place: poolPlace("scaled") });
  await expect.poll(() => readPool(admin, "scaled")).toBeNull();
  expect((await podsOf(admin, "scaled")).warm).toEqual([]);
  clearInterval(letAll);
});

test("what waits is replaced when another image, or another policy than it was proven under, is there", async () => {
  const first = operate();
  work.play(wait);
  await askForPool(admin, "changed", { replicas: 1 });
  await expect.poll(() => readyOf("changed")).toBe(1);
  const uidOf = async () => (await podsOf(admin, "changed")).warm.map(({ metadata }) => metadata.uid).join();
  const before = await uidOf();
  await first.stop();
  const image = EnvironmentClass.parse({ image: "registry.example/tools:2" });
  operate({ classes: { classes: { default: image }, agents: ["claude-code"] } });
  await expect.poll(uidOf).not.toContain(before);
  await expect.poll(() => readyOf("changed")).toBe(1);
  const then = await uidOf();
  const policies = { group: "networking.k8s.io", version: "v1", plural: "networkpolicies" };
  const place = { resource: policies, namespace: "catalyst-env-changed", name: "catalyst-environment-to-gateway" };
  await mergeObject(admin, { place, change: { spec: { egress: [{}] } }, writing: WRITING });
  await expect.poll(uidOf).not.toContain(then);
  await expect.poll(async () => [await readyOf("changed"), (await uidOf()) === ""]).toEqual([1, false]);
});

test("what comes to nothing isn't made over and over, and it is said why", async () => {
  operate();
  let begun = 0;
  work.play(async (pod) => {
    if (pod.name.startsWith("failing-")) {
      begun++;
      await pod.bind();
      await pod.tell({ probe: ended(1) }, { phase: "Failed" });
    }
  });
  await askForPool(admin, "failing", { replicas: 5 });
  await expect
    .poll(async () => (await readPool(admin, "failing"))?.status?.conditions)
    .toEqual([expect.objectContaining({ status: "False", reason: "NotProven" })]);
  await expect.poll(() => begun).toBe(3);
  await scalePool(admin, "failing", 0);
});

test("an operator that is killed after any of its writes is followed by one that gives the Environment one pod", async () => {
  work.play(wait);
  await askForPool(admin, "killed", { replicas: 1 });
  for (let writes = 1; ; writes++) {
    const first = operate();
    await expect.poll(() => readyOf("killed")).toBe(1);
    await first.stop();
    const { connection, hasDied } = dyingAfter(operatorsOwn, writes);
    const name = await make("killed");
    const killed = operate({ connection });
    await expect.poll(async () => hasDied() || (await isSettled(name, "killed"))).toBe(true);
    await killed.stop();
    if (!hasDied()) {
      // It had nothing more to write.
      expect(writes).toBeGreaterThan(3);
      break;
    }
    // As if its time were over.
    const leases = { group: "coordination.k8s.io", version: "v1", plural: "leases" };
    await deleteObject(admin, { place: { resource: leases, namespace: HOME, name: "catalyst-operator" } });
    const next = operate();
    await expect.poll(() => isSettled(name, "killed")).toBe(true);
    const { claimed, cold } = await podsOf(admin, "killed");
    expect([claimed.length, cold.length]).toEqual([1, 0]);
    await deleteObject(admin, { place: { resource: ENVIRONMENTS, namespace: HOME, name } });
    await expect.poll(() => look(name)).toBeNull();
    await next.stop();
  }
});

async function isSettled(name: string, project: string): Promise<boolean> {
  return (await phaseOf(name)) === "Running" && (await readyOf(project)) === 1;
}

test("a claim whose answer is lost gives the Environment one pod", async () => {
  work.play(wait);
  const first = operate();
  await askForPool(admin, "lost", { replicas: 2 });
  await expect.poll(() => readyOf("lost")).toBe(2);
  await first.stop();
  let lost = 0;
  const connection: ClusterConnection = {
    ...operatorsOwn,
    async send(request) {
      const answer = await operatorsOwn.send(request);
      if (request.method === "PATCH" && JSON.stringify(request.body).includes(ANNOTATIONS.claimedAt) && lost++ === 0) {
        throw new ClusterFault("unavailable", "the answer was lost");
      }
      return answer;
    },
  };
  operate({ connection });
  const name = await make("lost");
  await expect.poll(() => phaseOf(name)).toBe("Running");
  expect(lost).toBe(1);
  const { claimed, cold } = await podsOf(admin, "lost");
  expect([claimed.length, cold.length]).toEqual([1, 0]);
});
