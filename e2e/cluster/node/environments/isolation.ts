import { createObject, deleteObject, readOne } from "@catalyst/kubernetes";
import { expect, test, vi } from "vitest";
import { z } from "zod";
import { buildPolicies, POD_LABELS } from "../../../../operator/src/namespace/build-policies.ts";
import { TEST_IMAGES } from "../images.ts";
import { NODE } from "../node-place.ts";
import { PODS, WRITING } from "../operate-on-node.ts";
import { tried } from "./tried.ts";

/** What the isolation rests on: that this cluster's policies hold, and how a pod is while they don't yet. */

/** No operator minds these. */
const NAMESPACE = "isolated";
const HOME = "isolated-from";
const GATEWAY_PORT = 8443;
const CANARY_PORT = 8444;
const SERVICE = "10.96.12.34";
const GATEWAY_LABELS = { x: "gateway" };
const POLICIES = { group: "networking.k8s.io", version: "v1", plural: "networkpolicies" };
const WAIT = { timeout: 180_000, interval: 100 };

const State = z.object({
  status: z.object({
    phase: z.string().default(""),
    podIP: z.string().default(""),
    containerStatuses: z
      .array(z.object({ state: z.object({ terminated: z.object({ message: z.string().default("") }).optional() }) }))
      .default([]),
  }),
});

async function look(namespace: string, name: string) {
  return State.parse(await readOne(tried.environments.admin, { resource: PODS, namespace, name })).status;
}

interface PodWanted {
  namespace: string;
  name: string;
  labels: Record<string, string>;
  script: string;
}

async function makePod({ namespace, name, labels, script }: PodWanted): Promise<void> {
  const container = {
    ...{ name: "it", image: TEST_IMAGES.runner, imagePullPolicy: "Never" },
    command: ["/opt/catalyst/node/bin/node", "-e", script],
  };
  await createObject(tried.environments.admin, {
    place: { resource: PODS, namespace, name: null },
    object: {
      metadata: { name, labels },
      spec: {
        ...{ restartPolicy: "Never", automountServiceAccountToken: false, terminationGracePeriodSeconds: 0 },
        containers: [container],
      },
    },
    writing: WRITING,
  });
}

/** Listens at both ports; returns the pod's address. */
async function serve(namespace: string, name: string, labels: Record<string, string>): Promise<string> {
  const listen = (port: number) =>
    `require("net").createServer((socket) => socket.on("error", () => undefined).end("here")).listen(${port});`;
  await makePod({ namespace, name, labels, script: listen(GATEWAY_PORT) + listen(CANARY_PORT) });
  return await vi.waitFor(async () => {
    const { phase, podIP } = await look(namespace, name);
    expect(phase).toBe("Running");
    return podIP;
  }, WAIT);
}

const TRY = `
const { connect } = require("net");
const reach = (place) => new Promise((resolve) => {
  const [host, port] = place.split(":");
  const socket = connect({ host, port });
  const end = (word) => (socket.destroy(), resolve(word));
  socket.once("connect", () => end(true)).once("error", () => end(false));
  socket.setTimeout(1000, () => end(false));
});
const tell = (what) => require("fs").writeFileSync("/dev/termination-log", JSON.stringify(what));
const wait = (milliseconds) => new Promise((resolve) => setTimeout(resolve, milliseconds));
`;

/** What a pod of an environment tells at its end, by this script. */
async function tellOf(name: string, script: string): Promise<unknown> {
  await makePod({ namespace: NAMESPACE, name, labels: POD_LABELS, script: `${TRY} (async () => {${script}})()` });
  await expect.poll(async () => (await look(NAMESPACE, name)).phase).toBe("Succeeded");
  const { containerStatuses } = await look(NAMESPACE, name);
  await deleteObject(tried.environments.admin, { place: { resource: PODS, namespace: NAMESPACE, name } });
  return JSON.parse(containerStatuses[0]?.state.terminated?.message ?? "null");
}

/** The gateway's pod with its service, and one of a neighbour; returns where the pods are. */
async function placeOthers(): Promise<{ gateway: string; neighbour: string }> {
  const { admin } = tried.environments;
  for (const name of [HOME, NAMESPACE]) {
    const place = { resource: { group: "", version: "v1", plural: "namespaces" }, namespace: null, name: null };
    await createObject(admin, { place, object: { metadata: { name } }, writing: WRITING });
  }
  const gateway = await serve(HOME, "gateway", GATEWAY_LABELS);
  const neighbour = await serve(NAMESPACE, "neighbour", POD_LABELS);
  const services = { group: "", version: "v1", plural: "services" };
  await createObject(admin, {
    place: { resource: services, namespace: HOME, name: null },
    object: {
      metadata: { name: "gateway" },
      spec: { clusterIP: SERVICE, selector: GATEWAY_LABELS, ports: [{ port: GATEWAY_PORT }] },
    },
    writing: WRITING,
  });
  return { gateway, neighbour };
}

async function placePolicies(): Promise<void> {
  const peer = { namespace: HOME, podLabels: GATEWAY_LABELS, addresses: [SERVICE], port: GATEWAY_PORT };
  for (const object of buildPolicies(NAMESPACE, peer)) {
    const place = { resource: POLICIES, namespace: NAMESPACE, name: null };
    await createObject(tried.environments.admin, { place, object, writing: WRITING });
  }
}

test("without policies a pod reaches all that is there, with them the gateway's port alone", async () => {
  const { gateway, neighbour } = await placeOthers();
  const apiPort = new URL(tried.node.address).port;
  const places = {
    gateway: `${gateway}:${GATEWAY_PORT}`,
    service: `${SERVICE}:${GATEWAY_PORT}`,
    canary: `${gateway}:${CANARY_PORT}`,
    neighbour: `${neighbour}:${GATEWAY_PORT}`,
    apiService: "10.96.0.1:443",
    apiServer: `${NODE.hostAddress}:${apiPort}`,
    kubelet: `${NODE.address}:10250`,
    metadata: `${NODE.metadataAddress}:80`,
  };
  await tried.node.run(["sh", "-c", "busybox httpd -p 169.254.169.254:80 -h /run/settings"]);
  // Servers answer, and policies reach a new pod, some time after it has begun.
  const lookUntil = (isSettled: string) => `
    const places = ${JSON.stringify(places)};
    let found;
    for (let round = 0; round < 20; round++) {
      const words = await Promise.all(Object.values(places).map(reach));
      found = Object.fromEntries(Object.keys(places).map((name, index) => [name, words[index]]));
      if (${isSettled}) break;
      await wait(250);
    }
    tell(found);`;
  const all = Object.fromEntries(Object.keys(places).map((name) => [name, true]));
  expect(await tellOf("open", lookUntil("Object.values(found).every(Boolean)"))).toEqual(all);
  await placePolicies();
  const none = Object.fromEntries(Object.keys(places).map((name) => [name, false]));
  expect(await tellOf("closed", lookUntil("!found.canary && !found.neighbour"))).toEqual({
    ...none,
    gateway: true,
    service: true,
  });
});
