import { mkdir, readFile, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { fileURLToPath } from "node:url";
import type { Event, TaskDetails } from "@catalyst/api";
import { type ApiClient, createOwnClient } from "@catalyst/api/own";
import { unixSocketTransport } from "@catalyst/api/unix-socket";
import { execa, type ResultPromise } from "execa";
import { makeCertificate } from "../../../../server/src/testing/make-certificate.ts";
import { findFreePort } from "../../../find-free-port.ts";
import { createTestHome, type TestHome } from "../../../start-catalyst.ts";
import type { Cluster } from "../../api-server/start-cluster.ts";
import { accountOf, HOME } from "../../resource/grant-rights.ts";
import { knockAtCanary } from "../knock-at-canary.ts";
import { readIdentityKeys } from "../read-identity-keys.ts";
import type { NodeCluster } from "../start-node.ts";

const ROOT = fileURLToPath(new URL("../../../..", import.meta.url));
const LOOK_MILLISECONDS = 100;
const LOOKS = 1200;
const SERVICES = ["gateway", "server", "worker"] as const;
type Service = (typeof SERVICES)[number];

/** Server, worker and gateway as processes of their own, whose environments are pods of this cluster. */
export interface Product {
  home: TestHome;
  client: ApiClient;
  gateway: { port: number; canaryPort: number; authority: string };
  /** The task, once it is in none of these states. */
  whenNo(task: string, ...statuses: TaskDetails["status"][]): Promise<TaskDetails>;
  /** What an execution told, of all of its kinds. */
  eventsOf(executionId: string): Promise<Event["body"][]>;
  /** Ends one of them without a last word. */
  kill(service: Service): Promise<void>;
  start(service: Service): void;
  /** What they said, for whoever reads why a test failed. */
  said(): string;
  stop(): Promise<void>;
}

/** `isSupervised`: whichever of them ends is started again, as a cluster does. */
export async function startProduct(
  node: Cluster & Pick<NodeCluster, "openPort">,
  { isSupervised = false }: { isSupervised?: boolean } = {},
): Promise<Product> {
  const home = await createTestHome();
  const place = await settle(home, node);
  const running = new Map<Service, ResultPromise>();
  let said = "";
  const start = (service: Service) => {
    const child = execa(process.execPath, [join(ROOT, service, "src/main.ts")], {
      env: { ...place.env, ...place.envs[service] },
      ...{ extendEnv: false, reject: false, all: true, cleanup: true, buffer: false },
    });
    child.all?.on("data", (part) => {
      said = `${said}${service}: ${part}`.slice(-100_000);
    });
    running.set(service, child);
    void child.then(() => (isSupervised && running.get(service) === child ? start(service) : undefined));
  };
  for (const service of SERVICES) {
    start(service);
  }
  const stopKnocking = knockAtCanary(place.gateway.canaryPort);
  const client = createOwnClient(unixSocketTransport(join(home.path, "server", "server.sock")));
  const end = async (service: Service, signal: NodeJS.Signals) => {
    const child = running.get(service);
    running.delete(service);
    child?.kill(signal);
    await child;
  };
  const stop = async () => {
    stopKnocking();
    for (const service of ["server", "worker", "gateway"] as const) {
      await end(service, "SIGTERM");
    }
    await home.remove();
  };
  const product: Product = {
    ...{ home, client, gateway: place.gateway, start, stop, said: () => said },
    ...readingBy(client),
    kill: (service) => end(service, "SIGKILL"),
  };
  try {
    await waitFor(() => client.call("getHealth", {}));
    return product;
  } catch (error) {
    await stop();
    throw new Error(`The product doesn't answer (${error}): ${said}`);
  }
}

/** Writes what each process reads, and opens the gateway's ports to pods. */
async function settle(home: TestHome, node: Parameters<typeof startProduct>[0]) {
  const folder = join(home.path, "cluster");
  await mkdir(folder);
  const { certFile, keyFile } = makeCertificate(folder, "catalyst-gateway");
  const at = (name: string) => join(folder, name);
  await writeFile(at("keys.json"), await readIdentityKeys(node));
  const kubeconfig = JSON.parse(node.kubeconfigOf("admin"));
  kubeconfig.users[0].user.as = accountOf("catalyst-worker");
  await writeFile(at("kubeconfig.json"), JSON.stringify(kubeconfig));
  const [port, canaryPort] = [await findFreePort(), await findFreePort()];
  await node.openPort(port);
  await node.openPort(canaryPort);
  const envs: Record<Service, Record<string, string>> = {
    gateway: {
      CATALYST_GATEWAY_TLS_PORT: String(port),
      CATALYST_GATEWAY_CANARY_PORT: String(canaryPort),
      ...{ CATALYST_GATEWAY_TLS_CERT_FILE: certFile, CATALYST_GATEWAY_TLS_KEY_FILE: keyFile },
      CATALYST_IDENTITY_KEYS_FILE: at("keys.json"),
      CATALYST_IDENTITY_ISSUER: "https://kubernetes.default.svc.cluster.local",
    },
    server: { CATALYST_LISTEN: "off", CATALYST_ENVIRONMENT_NAMESPACE: HOME },
    worker: {
      ...{ CATALYST_ENVIRONMENTS: "kubernetes", CATALYST_ENVIRONMENT_NAMESPACE: HOME },
      CATALYST_KUBECONFIG: at("kubeconfig.json"),
      ...{ CATALYST_CPUS: "2", CATALYST_MEMORY_MIB: "1024", CATALYST_DISK_MIB: "512" },
    },
  };
  const env = { PATH: process.env.PATH ?? "", HOME: home.path, CATALYST_HOME: home.path };
  return { env, envs, gateway: { port, canaryPort, authority: await readFile(certFile, "utf8") } };
}

function readingBy(client: ApiClient): Pick<Product, "whenNo" | "eventsOf"> {
  const eventsOf: Product["eventsOf"] = async (execution) => {
    const bodies: Event["body"][] = [];
    for (let cursor: string | null | undefined; cursor !== null; ) {
      const query = { limit: 500, ...(cursor === undefined ? {} : { cursor }) };
      const page = await client.call("listEvents", { params: { execution }, query });
      bodies.push(...page.data.map(({ body }) => body));
      cursor = page.nextCursor;
    }
    return bodies;
  };
  return {
    eventsOf,
    async whenNo(task, ...statuses) {
      for (;;) {
        const found = await client.call("getTask", { params: { task } });
        if (!statuses.includes(found.status)) {
          return found;
        }
        await sleep(LOOK_MILLISECONDS);
      }
    },
  };
}

async function waitFor(isThere: () => Promise<unknown>): Promise<void> {
  for (let looks = 1; ; looks++) {
    try {
      await isThere();
      return;
    } catch (error) {
      if (looks === LOOKS) {
        throw error;
      }
      await sleep(LOOK_MILLISECONDS);
    }
  }
}
