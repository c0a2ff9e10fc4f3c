import { mkdir, rm, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { readOne } from "@catalyst/kubernetes";
import { execa } from "execa";
import { z } from "zod";
import { NODE_NAME } from "../api-server/cluster-people.ts";
import { connectAs } from "../api-server/connect.ts";
import { SERVICES } from "../api-server/control-plane.ts";
import { makeOwnFolder } from "../api-server/own-folder.ts";
import { type Cluster, startCluster } from "../api-server/start-cluster.ts";
import { type Component, flagsOf, startCommand } from "../api-server/start-component.ts";
import { kubePlace } from "../program/kube-place.ts";
import { makeControlGroups, removeControlGroups, systemGroups } from "./control-groups.ts";
import { holdMachine } from "./hold-machine.ts";
import { NODE } from "./node-place.ts";
import { cniSettings, containerdSettings, kubeletSettings, proxySettings } from "./node-settings.ts";
import { type NodeNamespaces, openNamespaces } from "./open-namespaces.ts";

const LOOK_MILLISECONDS = 100;
const READY_LOOKS = 1200;

/** What makes the node, each of which can be ended and started again. */
const PROGRAMS = ["containerd", "kubelet", "kube-proxy", "policies"] as const;
type NodeProgram = (typeof PROGRAMS)[number];

/** A cluster with one real node: a kubelet, containers, services, and policies that are enforced. */
export interface NodeCluster extends Cluster {
  /** Has the node know the images of these archives. */
  importImages(archives: string[]): Promise<void>;
  /** Ends one of its programs without a last word. */
  kill(program: NodeProgram): Promise<void>;
  start(program: NodeProgram): Promise<void>;
  /** Lets pods reach that port of this machine, at `NODE.hostAddress`. */
  openPort(port: number): Promise<void>;
  /** Runs a command on the node. */
  run(command: string[]): Promise<string>;
}

/** Starts it, and returns once a pod can be scheduled. It needs root, as it makes namespaces, and what Debian has of containers. */
export async function startNode(archives: string[] = []): Promise<NodeCluster> {
  const release = await holdMachine();
  const folder = await makeOwnFolder("catalyst-node-");
  const parts: Parts = { folder, running: new Map() };
  const stop = async () => {
    await parts.namespaces?.end();
    await Promise.all([...parts.running.values()].map((component) => component.kill()));
    await parts.cluster?.stop();
    await removeControlGroups();
    await rm(folder, { recursive: true, force: true, maxRetries: 3 });
    release();
  };
  try {
    // What one left that was killed.
    await removeControlGroups();
    makeControlGroups();
    return { ...(await start(parts, archives)), stop };
  } catch (error) {
    await stop();
    throw error;
  }
}

const NodeState = z.object({
  spec: z.object({ taints: z.array(z.unknown()).default([]) }),
  status: z.object({ conditions: z.array(z.object({ type: z.string(), status: z.string() })).default([]) }),
});

interface Parts {
  folder: string;
  running: Map<string, Component>;
  namespaces?: NodeNamespaces;
  cluster?: Cluster;
}

async function start(parts: Parts, archives: string[]): Promise<Omit<NodeCluster, "stop">> {
  const disk = join(parts.folder, "disk");
  await mkdir(disk);
  const namespaces = await openNamespaces(disk);
  parts.namespaces = namespaces;
  const run = async (command: string[]) => {
    const [program = "", ...args] = [...namespaces.enter, ...command];
    return (await execa(program, args)).stdout;
  };
  const cluster = await startCluster({ nodesReach: NODE.hostAddress });
  parts.cluster = cluster;
  const commands = await settle(parts.folder, cluster);
  const startProgram = async (name: NodeProgram) =>
    void parts.running.set(name, await startInside(parts, name, commands[name]));
  const importImages = async (paths: string[]) => {
    for (const path of paths) {
      await run(["ctr", "--namespace", "k8s.io", "images", "import", path]);
    }
  };
  const openPort = async (port: number) =>
    void (await run(["nft", "add", "element", "inet", "fence", "opened", `{ ${port} }`]));
  await openPort(Number(new URL(cluster.address).port));
  await startProgram("containerd");
  await waitFor(parts, () => run(["ctr", "version"]));
  await Promise.all([importImages(archives), startProgram("kubelet"), startProgram("kube-proxy")]);
  await waitForNode(parts, cluster);
  await startProgram("policies");
  return {
    ...cluster,
    ...{ importImages, openPort, run, start: startProgram },
    kill: async (name) => {
      await run(["sh", "-c", `kill -KILL "$(cat /run/pids/${name})"`]);
      await parts.running.get(name)?.kill();
    },
  };
}

/** Writes what each program reads, and returns how it is started. */
async function settle(folder: string, cluster: Cluster): Promise<Record<NodeProgram, string[]>> {
  const at = (name: string) => join(folder, name);
  const cni = at("cni");
  await mkdir(cni);
  const files: [name: string, text: string | object][] = [
    ["containerd.toml", containerdSettings(cni)],
    [join("cni", "10-pods.conflist"), cniSettings()],
    ["kubelet.json", kubeletSettings()],
    ["kubelet-access.json", cluster.kubeconfigOf("node")],
    ["proxy.json", proxySettings(at("proxy-access.json"))],
    ["proxy-access.json", cluster.kubeconfigOf("proxy")],
    ["policies-access.json", cluster.kubeconfigOf("controllers")],
  ];
  for (const [name, text] of files) {
    await writeFile(at(name), typeof text === "string" ? text : JSON.stringify(text));
  }
  const ofNode = { "hostname-override": NODE_NAME };
  const kube = (name: string, flags: Record<string, string>) => [
    kubePlace(),
    name,
    ...flagsOf({ ...flags, ...ofNode }),
  ];
  return {
    containerd: ["containerd", "--config", at("containerd.toml")],
    kubelet: kube("kubelet", {
      ...{ kubeconfig: at("kubelet-access.json"), config: at("kubelet.json"), "node-ip": NODE.address },
    }),
    "kube-proxy": kube("kube-proxy", { config: at("proxy.json") }),
    policies: kube("policies", { kubeconfig: at("policies-access.json"), "service-cluster-ip-range": SERVICES }),
  };
}

/** In the node's namespaces and control groups, with its number there kept. */
async function startInside({ folder, namespaces }: Parts, name: string, command: string[]): Promise<Component> {
  const groups = systemGroups().map((path) => `echo 0 > ${path}`);
  const script = [...groups, `echo $$ > /run/pids/${name}`, "ulimit -n 20000", 'exec "$@"'].join("\n");
  return await startCommand(folder, name, [...(namespaces?.enter ?? []), "sh", "-c", script, name, ...command]);
}

/** Until pods are put on it: it says that it is ready, and nothing keeps them away any more. */
async function waitForNode(parts: Parts, cluster: Cluster): Promise<void> {
  const connection = connectAs(cluster, "admin");
  const resource = { group: "", version: "v1", plural: "nodes" };
  try {
    await waitFor(parts, async () => {
      const node = NodeState.parse(await readOne(connection, { resource, namespace: null, name: NODE_NAME }));
      const isReady = node.status.conditions.some(({ type, status }) => type === "Ready" && status === "True");
      if (!isReady || node.spec.taints.length > 0) {
        throw new Error(`The node doesn't become ready: ${JSON.stringify(node)}`);
      }
    });
  } finally {
    await connection.close();
  }
}

async function waitFor({ running }: Parts, isThere: () => Promise<unknown>): Promise<void> {
  for (let looks = 1; ; looks++) {
    try {
      await isThere();
      return;
    } catch (error) {
      for (const component of running.values()) {
        await component.check();
      }
      if (looks === READY_LOOKS) {
        throw error;
      }
      await sleep(LOOK_MILLISECONDS);
    }
  }
}
