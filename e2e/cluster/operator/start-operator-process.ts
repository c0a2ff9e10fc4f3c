import { randomUUID } from "node:crypto";
import { writeFile } from "node:fs/promises";
import { join } from "node:path";
import { type ClusterConnection, createObject } from "@catalyst/kubernetes";
import { execa, type ResultPromise } from "execa";
import { findFreePort } from "../../find-free-port.ts";
import type { Cluster } from "../api-server/start-cluster.ts";
import { accountOf, HOME } from "../resource/grant-rights.ts";

const MAIN = join(import.meta.dirname, "../../../operator/src/main.ts");
const AS_IN_THE_CHART = ["--max-semi-space-size=4", "--optimize-for-size"];
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
  const id = randomUUID();
  const at = (name: string) => join(folder, `${id}-${name}`);
  const gateway = { ...SETTINGS.gateway, authorityFile: at("ca.crt") };
  await writeFile(at("ca.crt"), "-----BEGIN CERTIFICATE-----");
  await writeFile(at("settings.json"), JSON.stringify({ ...SETTINGS, gateway, ...changes }));
  const kubeconfig = JSON.parse(cluster.kubeconfigOf("admin"));
  kubeconfig.users[0].user.as = accountOf("catalyst-operator");
  await writeFile(at("kubeconfig.json"), JSON.stringify(kubeconfig));
  const port = await findFreePort();
  const operator = execa(process.execPath, [...AS_IN_THE_CHART, MAIN], {
    env: {
      CATALYST_OPERATOR_SETTINGS: at("settings.json"),
      CATALYST_HOME_NAMESPACE: HOME,
      CATALYST_OPERATOR_NAME: id,
      CATALYST_KUBECONFIG: at("kubeconfig.json"),
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
