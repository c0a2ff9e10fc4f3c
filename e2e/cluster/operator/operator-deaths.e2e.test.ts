import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import {
  type ClusterConnection,
  createObject,
  deleteObject,
  EnvironmentPhase,
  EnvironmentResource,
  GROUP,
  LABELS,
  listObjects,
  PLURAL,
  readOne,
  VERSION,
} from "@catalyst/kubernetes";
import { afterAll, afterEach, beforeAll, expect, test } from "vitest";
import { connectAs } from "../api-server/connect.ts";
import { type Cluster, startCluster } from "../api-server/start-cluster.ts";
import { askForEnvironment } from "../resource/ask-for-environment.ts";
import { defineEnvironments } from "../resource/define-environments.ts";
import { grantRights, HOME } from "../resource/grant-rights.ts";
import { ended, type PlayedPod, type PodPlayer, playPods, running } from "./pod-player.ts";
import { makeAbsentGateway, type OperatorProcess, startOperatorProcess } from "./start-operator-process.ts";

const ENVIRONMENTS = { group: GROUP, version: VERSION, plural: PLURAL };
const NAMESPACES = { group: "", version: "v1", plural: "namespaces" };
const LEASES = { group: "coordination.k8s.io", version: "v1", plural: "leases" };
const LEASE = { resource: LEASES, namespace: HOME, name: "catalyst-operator" };
const WRITING = { fieldManager: "test" };
const NOT_ENFORCED = 96;

let cluster: Cluster;
let admin: ClusterConnection;
let folder: string;
let player: PodPlayer | undefined;
let operators: OperatorProcess[] = [];

beforeAll(async () => {
  cluster = await startCluster();
  admin = connectAs(cluster, "admin");
  await defineEnvironments(admin);
  await grantRights(admin);
  folder = await mkdtemp(join(tmpdir(), "catalyst-operator-"));
  await makeAbsentGateway(admin);
});
afterEach(async () => {
  for (const { process } of operators) {
    process.kill("SIGKILL");
    await process;
  }
  await player?.stop();
  operators = [];
});
afterAll(async () => {
  await admin?.close();
  await cluster?.stop();
  await rm(folder, { recursive: true, force: true });
});

/** How an Environment comes to a phase and stays there until it may go on, and what it comes to then: a new phase has its way here. */
interface Way {
  /** What its pod does. */
  live(pod: PlayedPod, mayGoOn: Promise<void>): Promise<void>;
  /** `gone`: it is deleted. */
  comesTo: EnvironmentPhase | "gone";
}

const begins = async (pod: PlayedPod, ...done: string[]) => {
  await pod.bind();
  await pod.tell({ ...Object.fromEntries(done.map((name) => [name, ended(0)])), [next(pod, done)]: running() });
};
const next = ({ containers }: PlayedPod, done: string[]) => containers.find((name) => !done.includes(name)) ?? "";
const succeeds = (pod: PlayedPod) =>
  pod.tell(Object.fromEntries(pod.containers.map((name) => [name, ended(0)])), { phase: "Succeeded" });

const WAYS: Record<EnvironmentPhase, Way> = {
  // Somebody has its namespace: it has no pod until that is gone.
  Pending: { live: (pod) => pod.live(), comesTo: "Succeeded" },
  Starting: {
    async live(pod, mayGoOn) {
      await begins(pod);
      await mayGoOn;
      await succeeds(pod);
    },
    comesTo: "Succeeded",
  },
  Running: {
    async live(pod, mayGoOn) {
      await begins(pod, "probe");
      await mayGoOn;
      await succeeds(pod);
    },
    comesTo: "Succeeded",
  },
  Succeeded: { live: (pod) => pod.live(), comesTo: "Succeeded" },
  Failed: { live: (pod) => pod.live({ agent: 1 }), comesTo: "Failed" },
  Refused: { live: (pod) => pod.live({ probe: NOT_ENFORCED }), comesTo: "Refused" },
  // Its pod takes its time to end.
  Terminating: { live: (pod) => begins(pod, "probe"), comesTo: "gone" },
};

const find = async (name: string) => {
  const object = await readOne(admin, { resource: ENVIRONMENTS, namespace: HOME, name });
  return object === null ? null : EnvironmentResource.parse(object);
};
const phaseOf = async (name: string) => (await find(name))?.status?.phase ?? "gone";
const remove = (name: string) => deleteObject(admin, { place: { resource: ENVIRONMENTS, namespace: HOME, name } });
const leader = async () =>
  ((await readOne(admin, LEASE))?.spec as { holderIdentity?: string } | undefined)?.holderIdentity;

async function startTwo(): Promise<{ leading: OperatorProcess; waiting: OperatorProcess }> {
  const leading = await startOperatorProcess(cluster, folder);
  operators.push(leading);
  await expect.poll(leader, { message: leading.log() }).toBe(leading.identity);
  const waiting = await startOperatorProcess(cluster, folder);
  operators.push(waiting);
  return { leading, waiting };
}

/** One Environment in each phase, and no way out of it until all may go on. */
async function openPhases(of: string) {
  const mayGoOn = Promise.withResolvers<void>();
  const names = new Map<string, EnvironmentPhase>();
  const wayOf = (podName: string) => WAYS[names.get(podName) ?? "Succeeded"];
  player = playPods(
    admin,
    (pod) => wayOf(pod.name).live(pod, mayGoOn.promise),
    () => mayGoOn.promise,
  );
  const place = { resource: NAMESPACES, namespace: null, name: `catalyst-env-${of}-pending` };
  await createObject(admin, {
    place: { ...place, name: null },
    object: { metadata: { name: place.name } },
    writing: WRITING,
  });
  for (const phase of EnvironmentPhase.options) {
    names.set(await askForEnvironment(admin, `${of}-${phase.toLowerCase()}`, "claude-code"), phase);
  }
  for (const [name, phase] of names) {
    await expect.poll(() => phaseOf(name)).toBe(phase === "Terminating" ? "Running" : phase);
    await (phase === "Terminating" ? remove(name) : undefined);
  }
  const inPhase = () => Promise.all([...names.keys()].map(phaseOf));
  await expect.poll(inPhase).toEqual([...names.values()]);
  const letGo = async () => {
    mayGoOn.resolve();
    await deleteObject(admin, { place });
  };
  return { names, letGo };
}

/** They are what their ways come to, each with one pod, and once nobody wants them any more nothing of them is left. */
async function expectEnds(names: ReadonlyMap<string, EnvironmentPhase>): Promise<void> {
  for (const [name, phase] of names) {
    await expect.poll(() => phaseOf(name), { message: phase }).toBe(WAYS[phase].comesTo);
  }
  expect(player?.begun.toSorted()).toEqual([...names.keys()].toSorted());
  await Promise.all([...names.keys()].map(remove));
  await expect
    .poll(async () => (await Promise.all([...names.keys()].map(phaseOf))).filter((phase) => phase !== "gone"))
    .toEqual([]);
  const query = { labelSelector: `${LABELS.component}=environment` };
  expect((await listObjects({ connection: admin, path: "/api/v1/pods", query })).objects).toEqual([]);
}

/** Those that had ended, as they were told. */
async function readEnded(names: ReadonlyMap<string, EnvironmentPhase>) {
  const over = [...names].filter(([, phase]) => ["Succeeded", "Failed", "Refused"].includes(phase));
  return await Promise.all(over.map(async ([name]) => (await find(name))?.status));
}

test("an operator that is killed while Environments are in every phase is followed by one that brings each to its end, with one pod", async () => {
  const { leading, waiting } = await startTwo();
  const { names, letGo } = await openPhases("killed");
  const before = await readEnded(names);
  leading.process.kill("SIGKILL");
  await leading.process;
  await letGo();
  await expect.poll(leader).toBe(waiting.identity);
  await expect.poll(() => readEnded(names)).toEqual(before);
  await expectEnds(names);
});

test("one that sleeps beyond its lease while they are finds another in its place when it wakes, and ends", async () => {
  const { leading, waiting } = await startTwo();
  const { names, letGo } = await openPhases("asleep");
  const before = await readEnded(names);
  leading.process.kill("SIGSTOP");
  await expect.poll(leader).toBe(waiting.identity);
  await letGo();
  leading.process.kill("SIGCONT");
  expect((await leading.process).exitCode).toBe(1);
  expect(await leader()).toBe(waiting.identity);
  expect(await readEnded(names)).toEqual(before);
  await expectEnds(names);
});

test("an API server that is killed beneath it while they are forgets none of them", async () => {
  await startTwo();
  const { names, letGo } = await openPhases("server");
  const before = await readEnded(names);
  await cluster.killApiServer();
  await cluster.startApiServer();
  await letGo();
  await expect.poll(() => readEnded(names)).toEqual(before);
  await expectEnds(names);
});
