import { randomUUID } from "node:crypto";
import { mkdir, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { type ClusterConnection, createObject } from "@catalyst/kubernetes";
import { execa, type ResultPromise } from "execa";
import { findFreePort } from "../../find-free-port.ts";
import { connectAs } from "../api-server/connect.ts";
import { ensureAccount, signFor } from "../api-server/sign-for.ts";
import type { Cluster } from "../api-server/start-cluster.ts";
import { accountOf, HOME } from "../resource/grant-rights.ts";

const MAIN = join(import.meta.dirname, "../../../operator/src/main.ts");
const AS_IN_THE_CHART = ["--max-semi-space-size=4", "--optimize-for-size"];
const ACCOUNT = "catalyst-operator";
/** `$0` has what a kubelet gives; the rest is the command, which keeps the process' number. */
const IN_OWN_PLACE = [
  "mount -t tmpfs none /run",
  "mkdir -p /run/secrets/kubernetes.io",
  'cp -r "$0" /run/secrets/kubernetes.io/serviceaccount',
  'exec "$@"',
].join(" && ");
const LOOPBACK = "127.0.0.1";
const WRITING = { fieldManager: "test" };

/** The least that an operator is told; nobody's isolation need be proven, as nobody answers for a gateway. */
const SETTINGS = {
  gateway: { podLabels: { x: "gateway" }, authorityFile: "" },
  images: { runner: "registry.example/runner", agents: { "claude-code": "registry.example/agent" } },
  classes: { default: { image: "registry.example/tools", isProofRequired: false } },
};

export interface OperatorProcess {
  process: ResultPromise;
  /** What the lease says while it leads. */
  identity: string;
  metricsUrl: string;
  log(): string;
}

/** The operator's process, with its own rights in the cluster; `changes`: to its settings. */
export async function startOperatorProcess(
  cluster: Cluster,
  folder: string,
  changes: object = {},
): Promise<OperatorProcess> {
  const kubeconfig = JSON.parse(cluster.kubeconfigOf("admin"));
  kubeconfig.users[0].user.as = accountOf(ACCOUNT);
  const path = join(folder, `${randomUUID()}-kubeconfig.json`);
  await writeFile(path, JSON.stringify(kubeconfig));
  return start(folder, changes, { env: { CATALYST_KUBECONFIG: path }, before: [] });
}

/** The same as in a pod: it has its account's token where a kubelet puts that, and loads nothing that reads a kubeconfig. It needs root. */
export async function startOperatorAsInPod(
  cluster: Cluster,
  folder: string,
  changes: object = {},
): Promise<OperatorProcess> {
  const own = join(folder, `${randomUUID()}-account`);
  await mkdir(own);
  await writeFile(join(own, "ca.crt"), cluster.authority);
  await writeFile(join(own, "token"), await tokenOf(cluster));
  const { hostname, port } = new URL(cluster.address);
  const env = { KUBERNETES_SERVICE_HOST: hostname, KUBERNETES_SERVICE_PORT: port };
  return start(folder, changes, { env, before: ["unshare", "--mount", "sh", "-c", IN_OWN_PLACE, own] });
}

async function tokenOf(cluster: Cluster): Promise<string> {
  const admin = connectAs(cluster, "admin");
  const account = { namespace: HOME, name: ACCOUNT };
  try {
    await ensureAccount(admin, account);
    return await signFor(admin, account, { audiences: [] });
  } finally {
    await admin.close();
  }
}

interface Access {
  env: Readonly<Record<string, string>>;
  /** What its command is an argument of. */
  before: readonly string[];
}

async function start(folder: string, changes: object, { env, before }: Access): Promise<OperatorProcess> {
  const id = randomUUID();
  const at = (name: string) => join(folder, `${id}-${name}`);
  const gateway = { ...SETTINGS.gateway, authorityFile: at("ca.crt") };
  await writeFile(at("ca.crt"), "-----BEGIN CERTIFICATE-----");
  await writeFile(at("settings.json"), JSON.stringify({ ...SETTINGS, gateway, ...changes }));
  const port = await findFreePort();
  const [command = "", ...args] = [...before, process.execPath, ...AS_IN_THE_CHART, MAIN];
  const operator = execa(command, args, {
    env: {
      CATALYST_OPERATOR_SETTINGS: at("settings.json"),
      CATALYST_HOME_NAMESPACE: HOME,
      CATALYST_OPERATOR_NAME: id,
      ...env,
      CATALYST_METRICS_LISTEN: `${LOOPBACK}:${port}`,
    },
    ...{ extendEnv: false, reject: false, all: true },
  });
  let log = "";
  operator.all?.on("data", (part) => {
    log += part;
  });
  return { process: operator, identity: id, metricsUrl: `http://${LOOPBACK}:${port}`, log: () => log };
}

/** The gateway's service, and one pod of it, which isn't there. */
export async function makeAbsentGateway(admin: ClusterConnection): Promise<void> {
  const place = (plural: string, group = "") => ({
    ...{ resource: { group, version: "v1", plural }, namespace: HOME, name: null },
  });
  const ports = [{ name: "tls", port: 8443, protocol: "TCP" }];
  const metadata = { name: "catalyst-gateway", labels: { "kubernetes.io/service-name": "catalyst-gateway" } };
  await createObject(admin, { place: place("services"), object: { metadata, spec: { ports } }, writing: WRITING });
  await createObject(admin, {
    place: place("endpointslices", "discovery.k8s.io"),
    object: {
      metadata,
      addressType: "IPv4",
      ports,
      endpoints: [{ addresses: ["10.244.3.7"], conditions: { ready: true } }],
    },
    writing: WRITING,
  });
}
