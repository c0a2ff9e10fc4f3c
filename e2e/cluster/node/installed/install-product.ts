import { randomBytes } from "node:crypto";
import { rm, writeFile } from "node:fs/promises";
import { dirname, join } from "node:path";
import { type ClusterConnection, createObject, listObjects, readOne, resourcePath } from "@catalyst/kubernetes";
import { execa } from "execa";
import { z } from "zod";
import { connectAs } from "../../api-server/connect.ts";
import { makeOwnFolder } from "../../api-server/own-folder.ts";
import { kubePlace } from "../../program/kube-place.ts";
import { HOME } from "../../resource/grant-rights.ts";
import { TEST_IMAGES } from "../images.ts";
import type { NodeCluster } from "../start-node.ts";
import { serveDatabase } from "./serve-database.ts";

const CHART = join(import.meta.dirname, "../../../../charts/catalyst");
export const PUBLIC_URL = "http://catalyst.test";
/** Where the home's volume is on the node, and what is in it for our processes. */
export const VOLUME = "/var/lib/test-home";
export const HOME_PLACE = "/var/lib/catalyst";
const CLI = join(import.meta.dirname, "../../../../cli/src/main.ts");
const TESTS = join(import.meta.dirname, "../../../../.ci/test.ts");
const HELM_MILLISECONDS = 280_000;
const SMALL = { requests: { cpu: "10m", memory: "64Mi" }, limits: { memory: "1Gi" } };

const PodState = z.object({
  metadata: z.object({ name: z.string(), labels: z.record(z.string(), z.string()).default({}) }),
  status: z.object({
    phase: z.string(),
    podIP: z.string().default(""),
    containerStatuses: z
      .array(z.object({ name: z.string(), containerID: z.string().default(""), ready: z.boolean() }))
      .default([]),
  }),
});
const Service = z.object({ spec: z.object({ clusterIP: z.string(), ports: z.array(z.object({ port: z.number() })) }) });
const Finding = z.object({ name: z.string(), state: z.string(), detail: z.string(), remedy: z.string().nullable() });
type Finding = z.infer<typeof Finding>;
export type PodState = z.infer<typeof PodState>;

/** The whole product on a real node, by its chart alone. */
export interface InstalledProduct {
  admin: ClusterConnection;
  helm(...command: string[]): Promise<string>;
  /** `patience`: how long Helm waits. */
  install(changes?: object, patience?: string): Promise<string>;
  upgrade(changes: object): Promise<string>;
  pods(): Promise<PodState[]>;
  /** Of the servers' service. */
  serverAddress(): Promise<string>;
  /** Runs the command line in a server's container, as `kubectl exec` does. */
  catalyst(...args: string[]): Promise<string>;
  /** The same by its shell. */
  shell(script: string): Promise<string>;
  /** What `catalyst cluster check` finds, asked from outside. */
  check(): Promise<Finding[]>;
  /** Has `./catalyst test cluster --kubeconfig` try it; returns what that says. */
  tryAsAnybodys(): Promise<string>;
  /** The names of what is there of a kind in its namespace. */
  names(group: string, plural: string, version?: string): Promise<string[]>;
  close(): Promise<void>;
}

/** Prepares what a cluster's owner brings: a namespace, a database, a volume. */
export async function prepareProduct(node: NodeCluster): Promise<InstalledProduct> {
  const folder = await makeOwnFolder("catalyst-install-");
  const admin = connectAs(node, "admin");
  const database = await serveDatabase();
  await node.openPort(database.port);
  await node.run(["mkdir", "--mode=777", VOLUME]);
  await makeVolume(admin);
  await writeFile(join(folder, "kubeconfig"), node.kubeconfigOf("admin"), { mode: 0o600 });
  const helm = async (...command: string[]) => {
    const { all, exitCode } = await execa(kubePlace(), ["helm", ...command, "--namespace", HOME], {
      env: { HOME: folder, KUBECONFIG: join(folder, "kubeconfig"), PATH: "/usr/bin:/bin" },
      ...{ extendEnv: false, reject: false, all: true, timeout: HELM_MILLISECONDS },
    });
    return exitCode === 0 ? all : `failed: ${all}`;
  };
  const withValues = async (command: string[], changes: object, patience = "270s") => {
    await writeFile(join(folder, "values.json"), JSON.stringify({ ...valuesFor(database.url), ...changes }));
    const waiting = ["--wait", "--timeout", patience, "--values", join(folder, "values.json")];
    return await helm(...command, "catalyst", CHART, ...waiting);
  };
  const list = async (group: string, plural: string, version = "v1") => {
    const path = resourcePath({ resource: { group, version, plural }, namespace: HOME, name: null });
    return (await listObjects({ connection: admin, path })).objects;
  };
  const pods = async () => z.array(PodState).parse(await list("", "pods"));
  const runInServer = async (...command: string[]) => {
    const server = (await pods()).find((pod) => componentOf(pod) === "server" && pod.status.phase === "Running");
    const found = server?.status.containerStatuses.find(({ name }) => name === "server");
    const id = found?.containerID.replace("containerd://", "") ?? "";
    const exec = ["tasks", "exec", "--exec-id", `test-${randomBytes(4).toString("hex")}`, id];
    return await node.run(["ctr", "--namespace", "k8s.io", ...exec, ...command]);
  };
  return {
    ...{ admin, helm, pods },
    install: (changes = {}, patience) => withValues(["install", "--create-namespace"], changes, patience),
    serverAddress: async () => {
      const resource = { group: "", version: "v1", plural: "services" };
      const found = Service.parse(await readOne(admin, { resource, namespace: HOME, name: "catalyst-server" }));
      return `http://${found.spec.clusterIP}:${found.spec.ports[0]?.port}`;
    },
    upgrade: (changes) => withValues(["upgrade"], changes),
    catalyst: (...args) => runInServer("catalyst", ...args),
    shell: (script) => runInServer("sh", "-ec", script),
    check: () => check(join(folder, "kubeconfig")),
    tryAsAnybodys: () => tryAsAnybodys(join(folder, "kubeconfig")),
    names: async (group, plural, version) => (await list(group, plural, version)).map(({ metadata }) => metadata.name),
    close: async () => {
      await admin.close();
      await database.stop();
      await rm(folder, { recursive: true, force: true });
    },
  };
}

async function check(kubeconfig: string): Promise<Finding[]> {
  const asked = [CLI, "cluster", "check", "--kubeconfig", kubeconfig, "--json"];
  const { stdout } = await execa(process.execPath, asked, { reject: false });
  return stdout
    .split("\n")
    .filter(Boolean)
    .map((line) => Finding.parse(JSON.parse(line)));
}

async function tryAsAnybodys(kubeconfig: string): Promise<string> {
  const env = { PATH: process.env.PATH ?? "", HOME: dirname(kubeconfig) };
  const asked = [TESTS, "cluster", "--kubeconfig", kubeconfig];
  return (await execa(process.execPath, asked, { env, extendEnv: false, reject: false, all: true })).all;
}

export function componentOf({ metadata }: PodState): string {
  return metadata.labels["app.kubernetes.io/component"] ?? "";
}

function valuesFor(databaseUrl: string): object {
  const [repository, tag] = TEST_IMAGES.product.split(/:(?=[^:]+$)/);
  return {
    image: { repository, tag, pullPolicy: "Never" },
    database: { url: databaseUrl },
    home: { storageClass: "test", size: "1Gi" },
    server: { publicUrl: PUBLIC_URL, resources: SMALL },
    web: { resources: SMALL },
    worker: { resources: SMALL },
    gateway: { resources: SMALL },
    environments: {
      runnerImage: TEST_IMAGES.ours,
      agents: { script: null },
      pools: { enabled: true },
      classes: {
        default: {
          ...{ image: TEST_IMAGES.tools, delivery: "copy" },
          resources: { cpu: "500m", memory: "256Mi", disk: "128Mi" },
        },
      },
    },
  };
}

async function makeVolume(admin: ClusterConnection): Promise<void> {
  await createObject(admin, {
    place: { resource: { group: "", version: "v1", plural: "persistentvolumes" }, namespace: null, name: null },
    object: {
      metadata: { name: "test-home" },
      spec: {
        ...{ capacity: { storage: "1Gi" }, accessModes: ["ReadWriteOnce"], storageClassName: "test" },
        ...{ persistentVolumeReclaimPolicy: "Retain", hostPath: { path: VOLUME } },
      },
    },
    writing: { fieldManager: "test" },
  });
}
