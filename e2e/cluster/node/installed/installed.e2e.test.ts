import { randomBytes } from "node:crypto";
import { rm } from "node:fs/promises";
import { setTimeout as sleep } from "node:timers/promises";
import { GROUP, mergeObject, PLURAL, POOL_PLURAL, VERSION } from "@catalyst/kubernetes";
import { request } from "undici";
import { afterAll, beforeAll, expect, onTestFinished, test } from "vitest";
import { makeOwnFolder } from "../../api-server/own-folder.ts";
import { askForPool, podsOf, poolPlace, readPool, scalePool } from "../../pools/ask-for-pool.ts";
import { buildTestImages } from "../images.ts";
import { NODE } from "../node-place.ts";
import { type NodeCluster, startNode } from "../start-node.ts";
import { askRepository, makeRepository } from "./bare-repository.ts";
import { followChanges } from "./follow-changes.ts";
import { giveGatewayKeys } from "./give-keys.ts";
import {
  componentOf,
  HOME_PLACE,
  type InstalledProduct,
  type PodState,
  PUBLIC_URL,
  prepareProduct,
} from "./install-product.ts";
import { readEnvironment } from "./read-environment.ts";
import { serveProvider } from "./serve-provider.ts";

/** The whole product by its chart: installed from nothing, used by a person, updated under them, tried, and taken away. */

const PROJECT = "shop/default";
const WORK = "echo two > b.txt && git add b.txt && git commit -qm 'Add two' && echo done";
/** Which pod it is in, by what shows the gateway that: all are called the same inside. */
const OWN_POD = `JSON.parse(Buffer.from(fs.readFileSync("/var/run/catalyst/token", "utf8").split(".")[1], "base64url"))["kubernetes.io"].pod.name`;
const OK = 200;
const ENDED = /completed|failed|refused|awaiting/;
/** Another test may have the machine's node, and the web app may have to be built. */
const PREPARE_MILLISECONDS = 1_500_000;
const TASK = {
  project: PROJECT,
  repository: { kind: "registered", name: "shop" },
  source: { kind: "prompt", text: WORK },
  agents: [{ agent: "script" }],
};

let folder: string;
let node: NodeCluster;
let product: InstalledProduct;
let key: string;

beforeAll(async () => {
  folder = await makeOwnFolder("catalyst-images-");
  node = await startNode(await buildTestImages(folder, ["pause", "ours", "tools", "product"]));
  product = await prepareProduct(node);
  await makeRepository(node);
}, PREPARE_MILLISECONDS);
afterAll(async () => {
  await product?.close();
  await node?.stop();
  await rm(folder, { recursive: true, force: true });
});

const git = (...command: string[]) => askRepository(node, ...command);

/** At the service, as somebody who knows it by its public name. */
async function ask(path: string, { body, headers = {} }: { body?: object; headers?: Record<string, string> } = {}) {
  const answer = await request(`${await product.serverAddress()}${path}`, {
    method: body === undefined ? "GET" : "POST",
    headers: {
      host: new URL(PUBLIC_URL).host,
      ...(body === undefined ? {} : { "content-type": "application/json" }),
      ...headers,
    },
    body: body === undefined ? null : JSON.stringify(body),
  });
  return { status: answer.statusCode, headers: answer.headers, text: await answer.body.text() };
}

const withKey = () => ({ authorization: `Bearer ${key}` });
const api = async (path: string, body?: object) => {
  const { status, text } = await ask(`/api/v1${path}`, { ...(body === undefined ? {} : { body }), headers: withKey() });
  return { status, answer: JSON.parse(text) };
};

test("with a database that isn't reached nothing is installed, and that is said", async () => {
  const url = `postgres://nobody@${NODE.hostAddress}:9/nothing`;
  expect(await product.install({ database: { url } }, "25s")).toMatch(/^failed/);
  const parts = (await product.check()).filter(({ name }) => name === "parts").map(({ detail }) => detail);
  expect(parts).toContainEqual(
    expect.stringMatching(/schema isn't brought up to date: .*nothing on 10\.77\.0\.1.*failed/),
  );
  expect(await product.helm("uninstall", "catalyst", "--timeout", "100s")).toContain("uninstalled");
});

test("it is installed from nothing, and each part is ready", async () => {
  expect(await product.install()).toContain("is installed in catalyst-system");
  // What a hook ran is on its way out.
  const parts = (await product.pods()).filter((pod) => componentOf(pod) !== "migrate");
  const ready = parts.map((pod) => [
    componentOf(pod),
    pod.status.containerStatuses.every((container) => container.ready),
  ]);
  expect(ready.toSorted()).toEqual([
    ["gateway", true],
    ["operator", true],
    ["operator", true],
    ["server", true],
    ["server", true],
  ]);
});

test("a person signs in by the owner's link, at any of the servers, and sees the web app", async () => {
  const link = new URL((await product.catalyst("open")).trim());
  expect(link.origin).toBe(PUBLIC_URL);
  const landed = await ask(`${link.pathname}${link.search}`);
  const cookie = [landed.headers["set-cookie"] ?? []]
    .flat()
    .map((text) => text.split(";")[0])
    .join("; ");
  expect(cookie).not.toBe("");
  for (let times = 0; times < 6; times++) {
    const page = await ask("/agent-tasks", { headers: { cookie, accept: "text/html" } });
    expect(page).toMatchObject({ status: OK, text: expect.stringContaining("<html") });
  }
});

test("a task by the API is done in a pod that was proven, and its result is published to the bare repository", async () => {
  await product.catalyst("teams", "create", "shop");
  await product.catalyst("config", "check", "--repo", `${HOME_PLACE}/shop.git`, "--project", PROJECT);
  await product.catalyst("config", "set", "enabledAgents", "script", "--project", PROJECT);
  key = (await product.catalyst("keys", "create", "test", "--scopes", "tasks:read,tasks:write")).trim();
  const made = await api("/tasks", TASK);
  expect(made, JSON.stringify(made.answer)).toMatchObject({ status: 201, answer: { number: 1 } });
  await expect.poll(async () => (await api("/tasks/1")).answer.status).toMatch(ENDED);
  const task = (await api("/tasks/1")).answer;
  expect(task, JSON.stringify(task)).toMatchObject({ status: "completed" });
  expect((await git("branch", "--list", "catalyst/*")).trim().split("\n")).toHaveLength(1);
  expect(await git("show", `${task.branch}:b.txt`)).toBe("two");
});

/** A task that ends when it is told to; returns what its Environment is made of. */
async function readLikeness() {
  const slow = await api("/tasks", { ...TASK, source: { kind: "prompt", text: "sleep 900" } });
  return await readEnvironment(product.admin, () => api(`/tasks/${slow.answer.number}/cancel`, {}));
}

test("a task is done in a pod that waited for it, another takes its place, and as many wait as whoever scales says", async () => {
  const { admin } = product;
  const { project, spec } = await readLikeness();
  await askForPool(admin, project, { ...spec, replicas: 2 });
  await expect.poll(() => readPool(admin, project)).toMatchObject({ status: { replicas: 2, ready: 2 } });
  const warm = async () => (await podsOf(admin, project)).warm.map(({ metadata }) => metadata.name);
  const before = await warm();
  const text = `node -p '${OWN_POD}' > pod.txt && git add pod.txt && git commit -qm 'Say which pod'`;
  const { number } = (await api("/tasks", { ...TASK, source: { kind: "prompt", text } })).answer;
  await expect.poll(async () => (await api(`/tasks/${number}`)).answer.status).toMatch(ENDED);
  const task = (await api(`/tasks/${number}`)).answer;
  expect(task, JSON.stringify(task)).toMatchObject({ status: "completed" });
  const claimed = await git("show", `${task.branch}:pod.txt`);
  expect(before).toContain(claimed);
  await expect.poll(() => readPool(admin, project)).toMatchObject({ status: { replicas: 2, ready: 2, claimed: 0 } });
  expect(await podsOf(admin, project)).toMatchObject({ claimed: [], cold: [] });
  expect(await warm()).not.toContain(claimed);
  await scalePool(admin, project, 1);
  await expect.poll(warm).toHaveLength(1);
  await expect.poll(() => readPool(admin, project)).toMatchObject({ status: { replicas: 1, ready: 1 } });
  // Of the others none is left that is made as no Environment is wanted any more.
  const [former] = await warm();
  const change = { spec: { resources: { limits: { cpu: "500m", memory: "200Mi" } } } };
  await mergeObject(admin, { place: poolPlace(project), change, writing: { fieldManager: "test" } });
  await expect.poll(warm).not.toContain(former);
  await expect.poll(() => readPool(admin, project)).toMatchObject({ status: { replicas: 1, ready: 1 } });
});

test("its own tests say that it answers, and that this cluster isolates environments", async () => {
  expect(await product.helm("test", "catalyst", "--timeout", "200s")).not.toMatch(/^failed|Phase:\s+Failed/);
});

test("all that it stands on is there, tried from outside; what the gateway can't reach from its place is named", async () => {
  const add = 'printf "not-a-real-key-0001\\n" | catalyst credentials add openai-compatible --base-url';
  await product.shell(`${add} http://${NODE.hostAddress}:9/v1`);
  const findings = await product.check();
  expect(findings.filter(({ state }) => state !== "ok")).toEqual([
    {
      ...{ name: "reach", state: "failed", remedy: expect.stringContaining("policies") },
      detail: expect.stringMatching(/the gateway doesn't reach openai-compatible at \S+: nothing answers there/),
    },
  ]);
  const names = [...new Set(findings.map(({ name }) => name))];
  expect(names).toEqual([
    "cluster",
    "rights",
    "definition",
    "parts",
    "storage",
    "admission",
    "PostgreSQL",
    "reach",
    "isolation",
  ]);
});

test("another key of the gateway's is put before the old one in the secret, and it is said when that may go", async () => {
  const stored = "not-a-real-key-0002";
  const add = `printf "${stored}\\n" | catalyst credentials add anthropic --base-url`;
  await product.shell(`${add} ${await serveProvider(node, stored)}`);
  const isTaken = async () => JSON.parse(await product.catalyst("credentials", "test", "anthropic", "--json"));
  expect(await isTaken()).toMatchObject({ outcome: "ok" });
  await giveGatewayKeys(product.admin, (lines) => [randomBytes(32).toString("base64"), ...lines]);
  expect(await isTaken()).toMatchObject({ outcome: "ok" });
  const said = await product.shell("catalyst credentials rotate 2>&1");
  expect(said).toMatch(/2 sealed values wrapped anew/);
  expect(said).toMatch(/Nothing is sealed to the older keys any more \(\S+\): remove every line but the first/);
  await giveGatewayKeys(product.admin, (lines) => lines.slice(0, 1));
  expect(await isTaken()).toMatchObject({ outcome: "ok" });
});

const isFormerServer = (pod: PodState, before: string[]) =>
  componentOf(pod) === "server" && before.includes(pod.metadata.name);

test("an update replaces one server after the other: no request fails, and a stream misses nothing", async () => {
  const before = (await product.pods()).map(({ metadata }) => metadata.name);
  const slow = { ...TASK, source: { kind: "prompt", text: `sleep 45 && ${WORK}` } };
  const { number } = (await api("/tasks", slow)).answer;
  const followed = followChanges({
    address: product.serverAddress,
    path: `/api/v1/tasks/${number}/changes/stream`,
    headers: { host: new URL(PUBLIC_URL).host, ...withKey() },
  });
  onTestFinished(() => followed.stop());
  let isOver = false;
  const statuses = (async () => {
    const seen = new Set<string>();
    while (!isOver) {
      seen.add(await ask("/api/v1/tasks/1", { headers: withKey() }).then(({ status }) => String(status), String));
      await sleep(50);
    }
    return seen;
  })();
  const said = await product.upgrade({ server: { publicUrl: PUBLIC_URL, env: { CATALYST_KEEP_AUDIT_DAYS: "100" } } });
  isOver = true;
  expect(said).toContain("is installed in");
  expect([...(await statuses)]).toEqual([String(OK)]);
  const former = async () => (await product.pods()).filter((pod) => isFormerServer(pod, before)).length;
  await expect.poll(former).toBe(0);
  await expect.poll(async () => (await api(`/tasks/${number}`)).answer.status).toMatch(/completed|failed/);
  const { data } = (await api(`/tasks/${number}/changes`)).answer as { data: { number: number }[] };
  const told = data.map(({ number }) => number).toSorted((one, other) => one - other);
  await expect.poll(() => followed.numbers.length).toBeGreaterThanOrEqual(told.length);
  await followed.stop();
  expect(followed.numbers).toEqual(told);
  expect(followed.connections()).toBeGreaterThan(1);
});

test("what an installation promises on anybody's cluster holds here, by the command for that", async () => {
  // Whoever is used has to be reached.
  for (const name of ["openai-compatible", "anthropic"]) {
    await product.catalyst("credentials", "remove", name);
  }
  expect(await product.tryAsAnybodys()).toMatch(/\b3 passed, 0 failed, 0 skipped/);
});

test("it is taken away with all its environments and the pods that wait for some, and what stays is what was said", async () => {
  expect(await product.helm("uninstall", "catalyst", "--wait", "--timeout", "200s")).toMatch(
    /kept.*catalyst-keys.*uninstalled/s,
  );
  await expect.poll(async () => (await product.pods()).map(({ metadata }) => metadata.name)).toEqual([]);
  const left = {
    environments: await product.names(GROUP, PLURAL, VERSION),
    pools: await product.names(GROUP, POOL_PLURAL, VERSION),
    secrets: await product.names("", "secrets"),
    configMaps: await product.names("", "configmaps"),
    claims: await product.names("", "persistentvolumeclaims"),
    services: await product.names("", "services"),
    accounts: await product.names("", "serviceaccounts"),
    leases: await product.names("coordination.k8s.io", "leases"),
    roles: await product.names("rbac.authorization.k8s.io", "roles"),
    jobs: await product.names("batch", "jobs"),
  };
  expect(left).toEqual({
    ...{
      environments: [],
      pools: [],
      secrets: ["catalyst-keys"],
      configMaps: ["kube-root-ca.crt"],
      claims: ["home-catalyst-0"],
    },
    ...{ services: [], accounts: ["default"], leases: [], roles: [], jobs: [] },
  });
});
