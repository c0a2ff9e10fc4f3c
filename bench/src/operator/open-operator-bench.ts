import { readFile } from "node:fs/promises";
import {
  ANNOTATIONS,
  type AnyObject,
  type ClusterConnection,
  createObject,
  environmentPoolCrd,
  GROUP,
  LABELS,
  PLURAL,
  resourcePath,
  VERSION,
} from "@catalyst/kubernetes";
import { connectAs } from "../../../e2e/cluster/api-server/connect.ts";
import { startCluster } from "../../../e2e/cluster/api-server/start-cluster.ts";
import { ended, playPods, running } from "../../../e2e/cluster/operator/pod-player.ts";
import {
  makeAbsentGateway,
  type OperatorProcess,
  startOperatorAsInPod,
} from "../../../e2e/cluster/operator/start-operator-process.ts";
import { askForEnvironment } from "../../../e2e/cluster/resource/ask-for-environment.ts";
import { defineEnvironments } from "../../../e2e/cluster/resource/define-environments.ts";
import { grantPools, grantRights, HOME } from "../../../e2e/cluster/resource/grant-rights.ts";
import { watchFor } from "./sightings.ts";

export const PROJECT = "bench";
const CONFIG_MAPS = { group: "", version: "v1", plural: "configmaps" };
const PODS = { group: "", version: "v1", plural: "pods" };
const ENVIRONMENTS = { group: GROUP, version: VERSION, plural: PLURAL };

export type OperatorBench = Awaited<ReturnType<typeof openOperatorBench>>;

/** A bare API server, the operator's process, and kubelets that are played: each pod is proven and works at once, and goes on. */
export async function openOperatorBench(folder: string, hasPools = false) {
  const settings = { pools: { enabled: hasPools } };
  const cluster = await startCluster({ hasControllers: false });
  const admin = connectAs(cluster, "admin");
  await defineEnvironments(admin);
  await grantRights(admin);
  await makeAbsentGateway(admin);
  if (hasPools) {
    await defineEnvironments(admin, environmentPoolCrd());
    await grantPools(admin);
  }
  const pathOf = (resource: typeof PODS, namespace: string | null) => resourcePath({ resource, namespace, name: null });
  const pods = watchFor({ connection: admin, path: pathOf(PODS, null), nameOf });
  const ready = watchFor({ connection: admin, path: pathOf(ENVIRONMENTS, HOME), nameOf: readyName });
  const claimed = watchFor({ connection: admin, path: pathOf(PODS, null), nameOf: claimantName });
  const maps = watchFor({ connection: admin, path: pathOf(CONFIG_MAPS, "default"), nameOf });
  const player = playPods(admin, async (pod) => {
    await pod.bind();
    await pod.tell({ probe: ended(0), agent: running() });
  });
  let operator = await startOperatorAsInPod(cluster, folder, settings);
  let made = 0;
  return {
    ...{ admin, pods, ready, claimed },
    make: () => askForEnvironment(admin, PROJECT, "claude-code"),
    memory: () => memoryOf(operator),
    /** Something that nobody works on, from its being asked for until a watch tells of it. */
    async createBare(): Promise<number> {
      const name = `bare-${made++}`;
      const from = performance.now();
      await createMap(admin, name);
      return (await maps.first(name)) - from;
    },
    async restartOperator(): Promise<void> {
      operator.process.kill("SIGTERM");
      await operator.process;
      operator = await startOperatorAsInPod(cluster, folder, settings);
    },
    async close(): Promise<void> {
      operator.process.kill("SIGKILL");
      await operator.process;
      await player.stop();
      await Promise.all([pods, ready, claimed, maps].map((one) => one.stop()));
      await admin.close();
      await cluster.stop();
    },
  };
}

const nameOf = ({ metadata }: AnyObject) => metadata.name;

function readyName({ metadata, status }: AnyObject): string | null {
  const { conditions = [] } = (status ?? {}) as { conditions?: { type: string; status: string }[] };
  return conditions.some(({ type, status: is }) => type === "Ready" && is === "True") ? metadata.name : null;
}

/** The Environment that has a pod of a pool. */
function claimantName({ metadata }: AnyObject): string | null {
  const { annotations = {}, labels = {} } = metadata as Record<string, Record<string, string> | undefined>;
  return annotations[ANNOTATIONS.claimedAt] === undefined ? null : (labels[LABELS.environment] ?? null);
}

async function createMap(connection: ClusterConnection, name: string): Promise<void> {
  await createObject(connection, {
    place: { resource: CONFIG_MAPS, namespace: "default", name: null },
    object: { metadata: { name }, data: { text: "x".repeat(1000) } },
    writing: { fieldManager: "bench" },
  });
}

/** In MB: what the process has now, and what it had at most. */
async function memoryOf({ process }: OperatorProcess): Promise<{ now: number; most: number }> {
  const status = await readFile(`/proc/${process.pid}/status`, "utf8");
  const megabytes = (name: string) => Number(new RegExp(`^${name}:\\s+(\\d+) kB`, "m").exec(status)?.[1]) / 1024;
  return { now: megabytes("VmRSS"), most: megabytes("VmHWM") };
}
