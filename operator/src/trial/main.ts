import { randomBytes } from "node:crypto";
import { setTimeout as sleep } from "node:timers/promises";
import {
  API_VERSION,
  accessFromKubeconfig,
  accessFromPod,
  type ClusterConnection,
  connectCluster,
  createObject,
  deleteObject,
  EnvironmentResource,
  KIND,
  readOne,
} from "@catalyst/kubernetes";
import { KINDS } from "../cluster/kinds.ts";

/**
 * Tries whether the cluster isolates environments, as `helm test` does: makes one by hand, waits for what its probe says, tells that, and takes it away.
 * Ends with 0 where it is proven.
 */
const WAIT_MILLISECONDS = 300_000;
const LOOK_MILLISECONDS = 1000;

const { CATALYST_HOME_NAMESPACE: home = "", CATALYST_TRIAL_AGENT: agent = "script", ...env } = process.env;
const {
  CATALYST_KUBECONFIG: kubeconfig,
  KUBERNETES_SERVICE_HOST: host = "",
  KUBERNETES_SERVICE_PORT: port = "443",
} = env;
const access = kubeconfig === undefined ? accessFromPod({ host, port }) : accessFromKubeconfig(kubeconfig);
const connection = connectCluster(await access);
try {
  const said = await tryIsolation(connection);
  process.stdout.write(`${said.words}\n`);
  process.exitCode = said.isProven ? 0 : 1;
} finally {
  await connection.close();
}

async function tryIsolation(cluster: ClusterConnection): Promise<{ isProven: boolean; words: string }> {
  const place = { resource: KINDS.environments, namespace: home, name: `trial-${randomBytes(4).toString("hex")}` };
  const object = {
    ...{ apiVersion: API_VERSION, kind: KIND, metadata: { name: place.name, namespace: home } },
    spec: { project: "trial", source: { repository: "https://trial.invalid/r" }, agent: { type: agent } },
  };
  await createObject(cluster, { place, object, writing: { fieldManager: "catalyst-trial" } });
  try {
    const late = performance.now() + WAIT_MILLISECONDS;
    for (let words = "The operator hasn't looked at it yet."; ; words = await describe(cluster, place)) {
      const isolated = await findIsolated(cluster, place);
      if (isolated !== null) {
        return isolated;
      }
      if (performance.now() > late) {
        return { isProven: false, words: `Not known after ${WAIT_MILLISECONDS / 1000} s: ${words}` };
      }
      await sleep(LOOK_MILLISECONDS);
    }
  } finally {
    await deleteObject(cluster, { place });
  }
}

type Place = Parameters<typeof readOne>[1];

async function statusOf(cluster: ClusterConnection, place: Place) {
  return EnvironmentResource.safeParse(await readOne(cluster, place)).data?.status;
}

async function findIsolated(cluster: ClusterConnection, place: Place) {
  const status = await statusOf(cluster, place);
  const find = (type: string) => status?.conditions?.find((condition) => condition.type === type);
  if (find("Isolated")?.status === "True") {
    return { isProven: true, words: ["Isolation is proven.", ...(status?.facts ?? [])].join("\n") };
  }
  const finished = find("Finished");
  return finished?.status === "True" ? { isProven: false, words: `${finished.reason}: ${finished.message}` } : null;
}

async function describe(cluster: ClusterConnection, place: Place): Promise<string> {
  const { reason = "", message = "" } = (await statusOf(cluster, place)) ?? {};
  return `${reason}: ${message}`;
}
