import { generateKeyPairSync } from "node:crypto";
import { access, readFile, rm, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { Agent, request } from "undici";
import { findFreePort } from "../../find-free-port.ts";
import { kubePlace } from "../program/kube-place.ts";
import { type ClusterPerson, type ClusterTokens, makeTokens, tellTokens } from "./cluster-people.ts";
import {
  apiServerFlags,
  type ControlPlane,
  controllersFlags,
  etcdFlags,
  LOOPBACK,
  schedulerFlags,
} from "./control-plane.ts";
import { makeOwnFolder } from "./own-folder.ts";
import { type Component, startComponent } from "./start-component.ts";

const LOOK_MILLISECONDS = 100;
const OK = 200;
const RSA_BITS = 2048;

/** A real API server of this machine's own. */
export interface Cluster {
  /** `https://127.0.0.1:port` */
  address: string;
  /** PEM: what its certificate is signed by. */
  authority: string;
  tokens: ClusterTokens;
  /** What a person would have as their kubeconfig. */
  kubeconfigOf(person: ClusterPerson): string;
  /** Ends the API server without a last word. */
  killApiServer(): Promise<void>;
  /** Starts it again, at the same address. */
  startApiServer(): Promise<void>;
  /** Forgets what was before the present state: whoever asks for it is told that it is gone. */
  forgetHistory(): Promise<void>;
  /** Ends all of it, and leaves nothing. */
  stop(): Promise<void>;
}

export interface ClusterOptions {
  hasControllers?: boolean;
  /** For one with nodes: the address of this machine at which they reach the API server. */
  nodesReach?: string | null;
}

/**
 * Starts etcd, an API server, the controllers and, where there are nodes, the scheduler, and returns once they answer.
 * `node e2e/cluster/program/main.ts` has built what it starts.
 */
export async function startCluster({
  hasControllers = true,
  nodesReach = null,
}: ClusterOptions = {}): Promise<Cluster> {
  await access(kubePlace()).catch(() => {
    throw new Error("The cluster's program isn't built: node e2e/cluster/program/main.ts builds it.");
  });
  const folder = await makeOwnFolder("catalyst-cluster-");
  const running = new Map<string, Component>();
  const stop = async () => {
    await Promise.all([...running.values()].map((component) => component.kill()));
    await rm(folder, { recursive: true, force: true, maxRetries: 3 });
  };
  try {
    return { ...(await start({ folder, running, hasControllers, nodesReach })), stop };
  } catch (error) {
    await stop();
    throw error;
  }
}

interface Starting {
  folder: string;
  running: Map<string, Component>;
  hasControllers: boolean;
  nodesReach: string | null;
}

async function start({ folder, running, hasControllers, nodesReach }: Starting): Promise<Omit<Cluster, "stop">> {
  const plane = {
    ...{ folder, host: nodesReach ?? LOOPBACK, hasNodes: nodesReach !== null },
    ...{ etcdPort: await findFreePort(), etcdPeerPort: await findFreePort(), apiPort: await findFreePort() },
  };
  const tokens = makeTokens();
  const address = `https://${plane.host}:${plane.apiPort}`;
  await writeFile(join(folder, "tokens.csv"), tellTokens(tokens));
  const { privateKey } = generateKeyPairSync("rsa", { modulusLength: RSA_BITS });
  await writeFile(join(folder, "service-accounts.pem"), privateKey.export({ type: "pkcs8", format: "pem" }));
  running.set("etcd", await startComponent(folder, "etcd", etcdFlags(plane)));
  const startApiServer = async () => {
    running.set("kube-apiserver", await startComponent(folder, "kube-apiserver", apiServerFlags(plane)));
    await waitForApiServer(plane, tokens, running);
  };
  await startApiServer();
  const authority = await readFile(join(folder, "apiserver.crt"), "utf8");
  const kubeconfigOf = (person: ClusterPerson) => tellKubeconfig({ address, authority, token: tokens[person] });
  const startWith = async (person: ClusterPerson, name: string, flags: Record<string, string>) => {
    await writeFile(join(folder, `${person}.json`), kubeconfigOf(person));
    running.set(name, await startComponent(folder, name, flags));
  };
  if (hasControllers) {
    await startWith("controllers", "kube-controller-manager", controllersFlags(plane));
  }
  if (plane.hasNodes) {
    await startWith("scheduler", "kube-scheduler", schedulerFlags(plane));
  }
  return {
    ...{ address, authority, tokens, kubeconfigOf, startApiServer },
    killApiServer: async () => void (await running.get("kube-apiserver")?.kill()),
    forgetHistory: () => compact(plane),
  };
}

async function waitForApiServer(plane: ControlPlane, tokens: ClusterTokens, running: Map<string, Component>) {
  while (!(await isReady(plane, tokens))) {
    for (const component of running.values()) {
      await component.check();
    }
    await sleep(LOOK_MILLISECONDS);
  }
}

async function isReady({ folder, apiPort, host }: ControlPlane, { admin }: ClusterTokens): Promise<boolean> {
  const dispatcher = new Agent({ connect: { ca: await readFile(join(folder, "apiserver.crt")).catch(() => "") } });
  try {
    const { statusCode, body } = await request(`https://${host}:${apiPort}/readyz`, {
      dispatcher,
      headers: { authorization: `Bearer ${admin}` },
    });
    await body.dump();
    return statusCode === OK;
  } catch {
    return false;
  } finally {
    await dispatcher.close();
  }
}

/** etcd's own door for programs that don't speak gRPC. */
async function compact({ etcdPort }: ControlPlane): Promise<void> {
  const ask = async (path: string, asked: object) => {
    const answer = await request(`http://${LOOPBACK}:${etcdPort}/v3/kv/${path}`, {
      method: "POST",
      body: JSON.stringify(asked),
    });
    return (await answer.body.json()) as { header: { revision: string } };
  };
  const { header } = await ask("range", { key: Buffer.from("/").toString("base64") });
  await ask("compaction", { revision: header.revision, physical: true });
}

interface Access {
  address: string;
  authority: string;
  token: string;
}

function tellKubeconfig({ address, authority, token }: Access): string {
  const data = Buffer.from(authority).toString("base64");
  return JSON.stringify({
    ...{ apiVersion: "v1", kind: "Config", "current-context": "test" },
    clusters: [{ name: "test", cluster: { server: address, "certificate-authority-data": data } }],
    users: [{ name: "test", user: { token } }],
    contexts: [{ name: "test", context: { cluster: "test", user: "test", namespace: "default" } }],
  });
}
