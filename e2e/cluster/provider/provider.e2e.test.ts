import { randomUUID } from "node:crypto";
import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { jobOf, requestOf } from "@catalyst/core/testing";
import { environmentProviderContract, type ProviderPlace } from "@catalyst/core/testing/environment-provider.contract";
import {
  type ClusterConnection,
  ClusterFault,
  environmentCrd,
  environmentName,
  GROUP,
  kubernetesEnvironmentProvider,
  listObjects,
  mergeObject,
  PLURAL,
  resourcePath,
  VERSION,
} from "@catalyst/kubernetes";
import { execa } from "execa";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { PROBE_EXIT_CODES } from "../../../operator/src/judge/read/read-probe.ts";
import { connectAs } from "../api-server/connect.ts";
import { type Cluster, startCluster } from "../api-server/start-cluster.ts";
import { operateIn } from "../operator/operator-of-tests.ts";
import { ended, type PlayedPod, type PodPlayer, playPods } from "../operator/pod-player.ts";
import { defineEnvironments } from "../resource/define-environments.ts";
import { accountOf, grantRights, HOME } from "../resource/grant-rights.ts";
import { type FileJobs, fileJobs } from "./file-jobs.ts";
import { playJobs } from "./play-jobs.ts";

const SIGKILL = 137;
const SUBJECT = { taskId: randomUUID(), project: "contract", repository: "https://x.example/r", ref: "main" };
const WISHES = { className: "default", startTimeoutSeconds: 600 };

let cluster: Cluster;
let admin: ClusterConnection;
let operatorsOwn: ClusterConnection;
let workersOwn: ClusterConnection;
let operator: { stop: () => Promise<unknown> };
let player: PodPlayer;
let folder: string;
let jobs: FileJobs;
/** Whether the probes find that policies are enforced. */
let isEnforced = true;
const faults: Error[] = [];

beforeAll(async () => {
  cluster = await startCluster();
  admin = connectAs(cluster, "admin");
  await defineEnvironments(admin, definitionOfLater());
  await grantRights(admin);
  operatorsOwn = connectAs(cluster, "admin", accountOf("catalyst-operator"));
  workersOwn = connectAs(cluster, "admin", accountOf("catalyst-worker"));
  folder = await mkdtemp(join(tmpdir(), "catalyst-jobs-"));
  jobs = fileJobs(folder);
  operator = operateIn({ connection: operatorsOwn, onFault: (fault) => void faults.push(fault) });
  const play = playJobs(jobs);
  player = playPods(admin, (pod) => (isEnforced ? play(pod) : playOpen(pod)));
});
afterAll(async () => {
  await operator?.stop();
  await player?.stop();
  await Promise.all([operatorsOwn?.close(), workersOwn?.close(), admin?.close()]);
  await cluster?.stop();
  await rm(folder, { recursive: true, force: true });
  // What the API server doesn't do is tried again; all else is a mistake of ours.
  expect(faults.filter((fault) => !(fault instanceof ClusterFault))).toEqual([]);
});

describe("environments on a cluster whose kubelets are played", () =>
  environmentProviderContract(openPlace, { canEvict: true }));

async function playOpen(pod: PlayedPod): Promise<void> {
  const message = JSON.stringify({ facts: [], failures: ["10.96.0.1:443"] });
  await pod.bind();
  await pod.tell({ probe: ended(PROBE_EXIT_CODES.policyNotEnforced, { message }) }, { phase: "Failed" });
}

async function startForever(place: ProviderPlace) {
  const request = requestOf({ stages: [{ job: jobOf("agent", place.promptOf({ kind: "forever" })) }] });
  const { executionId } = request;
  await place.provider.ensure(request);
  await expect.poll(() => place.provider.observe(executionId)).toMatchObject({ kind: "running" });
  return executionId;
}

test("one that isn't isolated any more has ended for that at once, though its operator hasn't heard of it", async () => {
  const place = await openPlace();
  const { provider } = place;
  const executionId = await startForever(place);
  const watched = provider.watch(executionId, await provider.observe(executionId), AbortSignal.timeout(60_000));
  await jobs.trip(executionId, "From inside was reached: 10.96.0.1:443");
  await watched;
  expect(await provider.observe(executionId)).toMatchObject({
    ...{ kind: "exited", reason: "isolation_lost", output: "From inside was reached: 10.96.0.1:443" },
    stages: [{ kind: "agent", end: { exitCode: null, reason: "isolation_lost" } }],
  });
  await place.close();
});

test("whether environments are isolated now is tried by one that is nobody's, and of which nothing stays", async () => {
  const place = await openPlace();
  const provider = place.provider as ReturnType<typeof open>;
  const executionId = await startForever(place);
  const check = await provider.checkLike(executionId);
  const { signal } = new AbortController();
  expect(await check?.(signal)).toEqual({ kind: "isolated" });
  isEnforced = false;
  expect(await check?.(signal)).toEqual({
    kind: "not_isolated",
    reason: expect.stringContaining("10.96.0.1:443 was reachable from inside"),
  });
  isEnforced = true;
  await place.close();
  const path = resourcePath({
    resource: { group: GROUP, version: VERSION, plural: PLURAL },
    namespace: HOME,
    name: null,
  });
  await expect.poll(async () => (await listObjects({ connection: admin, path })).objects).toEqual([]);
  expect(await provider.checkLike(executionId)).toBeNull();
});

/** As a later version has it, which knows of more that may become of an Environment. */
function definitionOfLater() {
  const definition = environmentCrd();
  for (const { schema } of definition.spec.versions) {
    const { status } = schema.openAPIV3Schema.properties as unknown as Record<string, Fields>;
    delete status?.properties.phase?.enum;
  }
  return definition;
}

interface Fields {
  properties: Record<string, { enum?: unknown }>;
}

async function openPlace(): Promise<ProviderPlace> {
  const providers = [open()];
  const [provider] = providers as [ReturnType<typeof open>];
  return {
    provider,
    another() {
      const another = open();
      providers.push(another);
      return another;
    },
    promptOf: (behaviour) => JSON.stringify(behaviour),
    async ensureAndDie(request) {
      const { address, authority, tokens } = cluster;
      const access = { address, authority, token: tokens.admin, as: accountOf("catalyst-worker") };
      await execa(process.execPath, ["--input-type=module", "-e", PROGRAM], {
        input: JSON.stringify({ access, request, folder, home: HOME, subject: SUBJECT, wishes: WISHES }),
        ...{ cwd: import.meta.dirname, env: {}, extendEnv: false },
      });
    },
    async killKeeper(executionId) {
      const reason = { type: "DisruptionTarget", status: "True", reason: "DeletionByPodGC" };
      await tellLast(executionId, { phase: "Failed", conditions: [reason] });
    },
    async evict(executionId) {
      await tellLast(executionId, {
        ...{ phase: "Failed", reason: "Evicted", message: "The node was low on resource: memory." },
      });
    },
    async makeUnknown(executionId) {
      const resource = { group: GROUP, version: VERSION, plural: PLURAL };
      const place = { resource, namespace: HOME, name: environmentName(executionId), subresource: "status" as const };
      const change = { status: { phase: "Hibernating" } };
      await mergeObject(admin, { place, change, writing: { fieldManager: "later" } });
      await expect
        .poll(() => provider.observe(executionId))
        .toMatchObject({ detail: "an operator of another version" });
    },
    async close() {
      for (const executionId of await provider.list()) {
        await provider.destroy(executionId);
      }
      await Promise.all(providers.map((one) => one.close()));
    },
  };
}

function open() {
  return kubernetesEnvironmentProvider({
    ...{ connection: workersOwn, namespace: HOME, jobs, describe: async () => SUBJECT, wishes: WISHES },
    onFault: (fault) => void faults.push(fault),
  });
}

/** What becomes of the pod from outside while its last stage works. */
async function tellLast(executionId: string, status: object): Promise<void> {
  const pod = player.find(environmentName(executionId)) as PlayedPod;
  await pod.tell({ [pod.containers.at(-1) ?? ""]: ended(SIGKILL) }, status);
}

const PROGRAM = `
  import { text } from "node:stream/consumers";
  import { connectCluster, kubernetesEnvironmentProvider } from "@catalyst/kubernetes";
  import { fileJobs } from ${JSON.stringify(join(import.meta.dirname, "file-jobs.ts"))};
  const { access, request, folder, home, subject, wishes } = JSON.parse(await text(process.stdin));
  const headers = { authorization: "Bearer " + access.token, "impersonate-user": access.as };
  const connection = connectCluster({ ...access, certificate: null, headers: async () => headers });
  const describe = async () => subject;
  const provider = kubernetesEnvironmentProvider({ connection, namespace: home, jobs: fileJobs(folder), describe, wishes });
  await provider.ensure(request);
  process.exit(0);
`;
