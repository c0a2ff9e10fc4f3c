import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { OPERATOR_AUDIENCE } from "@catalyst/core";
import {
  API_VERSION,
  type ClusterConnection,
  ClusterFault,
  createObject,
  EnvironmentResource,
  FINALIZER,
  GROUP,
  PLURAL,
  readOne,
  VERSION,
} from "@catalyst/kubernetes";
import { afterAll, beforeAll, expect, test } from "vitest";
import { type PodGround, startPodGround } from "../../../gateway/src/testing/play-pod.ts";
import { askGateway } from "../../../operator/src/gateway/ask-gateway.ts";
import { connectAs } from "../api-server/connect.ts";
import { ensureAccount, signFor } from "../api-server/sign-for.ts";
import { type Cluster, startCluster } from "../api-server/start-cluster.ts";
import { defineEnvironments } from "../resource/define-environments.ts";
import { accountOf, grantRights, HOME } from "../resource/grant-rights.ts";
import { operateIn } from "./operator-of-tests.ts";
import { ended, type PodPlayer, playPods, running } from "./pod-player.ts";

/** A real gateway tells an operator, whom a real API server vouches for, how pods are. */

const WRITING = { fieldManager: "test" };
const LOOPBACK = "127.0.0.1";
const OPERATOR = "catalyst-operator";
const ENVIRONMENTS = { group: GROUP, version: VERSION, plural: PLURAL };
const core = (plural: string) => ({ group: "", version: "v1", plural });

let cluster: Cluster;
let admin: ClusterConnection;
let operatorsOwn: ClusterConnection;
let ground: PodGround;
let folder: string;
let player: PodPlayer;
let operator: ReturnType<typeof operateIn>;
const ending = new AbortController();
const faults: Error[] = [];

beforeAll(async () => {
  cluster = await startCluster();
  admin = connectAs(cluster, "admin");
  await defineEnvironments(admin);
  await grantRights(admin);
  operatorsOwn = connectAs(cluster, "admin", accountOf(OPERATOR));
  folder = await mkdtemp(join(tmpdir(), "catalyst-news-"));
  ground = await startPodGround();
  const keys = await admin.send({ method: "GET", path: "/openid/v1/jwks", accept: "application/jwk-set+json" });
  await writeFile(join(ground.folder, "keys.json"), JSON.stringify(keys));
  await writeFile(join(folder, "token"), await tokenOf(OPERATOR, OPERATOR_AUDIENCE));
  player = playPods(admin, async (pod) => {
    await pod.bind();
    await pod.tell({ probe: ended(0, { message: JSON.stringify({ facts: [], failures: [] }) }) });
    await pod.tell({ agent: running() });
  });
});
afterAll(async () => {
  ending.abort();
  await operator?.stop();
  await player?.stop();
  await Promise.all([operatorsOwn?.close(), admin?.close()]);
  await cluster?.stop();
  await ground?.stop();
  await rm(folder, { recursive: true, force: true });
});

function operate() {
  const onFault = (fault: Error) => void faults.push(fault);
  const news = askGateway({
    ...{ pods: () => [LOOPBACK], port: ground.gateway.gateway.podPorts?.operator ?? 0, authority: ground.authority },
    ...{ tlsName: "catalyst-gateway", identityFile: join(folder, "token"), now: operatorsOwn.now },
    ...{ signal: ending.signal, onFault },
  });
  const place = () => ({
    ...{ addresses: ["10.96.12.34:8443"], canaries: ["10.244.3.7:8444"], denied: ["10.96.0.1:443"] },
    ...{ authority: ground.authority, tlsName: "catalyst-gateway" },
  });
  const gateway = { place, isCanaryListening: () => true, news };
  return operateIn({ connection: operatorsOwn, onFault, changes: { gateway } });
}

async function make(executionId: string): Promise<string> {
  const name = `x-${executionId}`;
  await createObject(admin, {
    place: { resource: ENVIRONMENTS, namespace: HOME, name: null },
    object: {
      ...{ apiVersion: API_VERSION, kind: "Environment", metadata: { name, namespace: HOME, finalizers: [FINALIZER] } },
      spec: { project: "news", executionId, source: { repository: "https://x.example/r" }, agent: { type: "script" } },
    },
    writing: WRITING,
  });
  return name;
}

async function look(name: string) {
  return EnvironmentResource.parse(await readOne(admin, { resource: ENVIRONMENTS, namespace: HOME, name }));
}
const phaseOf = async (name: string) => (await look(name)).status?.phase;

async function tokenOf(name: string, audience: string): Promise<string> {
  await ensureAccount(admin, { namespace: HOME, name });
  return signFor(admin, { namespace: HOME, name }, { audiences: [audience] });
}

test("an environment whose isolation is lost while it works is ended, says whom it reached, and loses its pod", async () => {
  operator = operate();
  const { executionId } = await ground.prepare("agent");
  const name = await make(executionId);
  await expect.poll(() => phaseOf(name)).toBe("Running");
  const podUid = (await look(name)).status?.pod?.uid ?? "";
  await ground.bind({ executionId, podUid });
  await ground.jobs.trip(executionId, "From inside was reached: 10.96.0.1:443");
  await expect.poll(() => phaseOf(name)).toBe("Failed");
  const { status } = await look(name);
  expect(status).toMatchObject({
    ...{ reason: "Tripped", exit: { reason: "isolation_lost" } },
    message: expect.stringContaining("From inside was reached: 10.96.0.1:443"),
  });
  const pod = { resource: core("pods"), namespace: "catalyst-env-news", name };
  await expect.poll(() => readOne(admin, pod)).toBeNull();
  expect(faults.filter((fault) => !(fault instanceof ClusterFault))).toEqual([]);
});

test("an operator whom the cluster knows as another account is told nothing, and ends nothing", async () => {
  await writeFile(join(folder, "token"), await tokenOf("catalyst-worker", OPERATOR_AUDIENCE));
  await expect.poll(() => faults.map(({ message }) => message)).toContainEqual(expect.stringContaining("401"));
  const { executionId } = await ground.prepare("agent");
  const name = await make(executionId);
  await expect.poll(() => phaseOf(name)).toBe("Running");
  const podUid = (await look(name)).status?.pod?.uid ?? "";
  await ground.bind({ executionId, podUid });
  await ground.jobs.trip(executionId, "From inside was reached: 10.96.0.1:443");
  const refused = faults.length;
  await expect.poll(() => faults.length).toBeGreaterThan(refused + 1);
  expect(await phaseOf(name)).toBe("Running");
});
