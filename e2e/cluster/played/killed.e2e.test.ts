import { execFileSync } from "node:child_process";
import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { isFinal, isSettled, TaskStatus } from "@catalyst/core";
import { type ClusterConnection, LABELS, listObjects, readOne } from "@catalyst/kubernetes";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { expectInvariants } from "../../durability/expect-invariants.ts";
import { AGENT_MARK, killBelow, PROCESSES, putToSleep } from "../../durability/victims.ts";
import { watchForState } from "../../durability/watch-for-state.ts";
import { createGitRepository } from "../../git-repository.ts";
import { connectAs } from "../api-server/connect.ts";
import { type Cluster, startCluster } from "../api-server/start-cluster.ts";
import { type Product, startProduct } from "../node/product/start-product.ts";
import { type PodPlayer, playPods } from "../operator/pod-player.ts";
import { makeAbsentGateway, type OperatorProcess, startOperatorProcess } from "../operator/start-operator-process.ts";
import { defineEnvironments } from "../resource/define-environments.ts";
import { grantRights, HOME } from "../resource/grant-rights.ts";
import { playContainers } from "./play-containers.ts";

const LEASE = {
  ...{ resource: { group: "coordination.k8s.io", version: "v1", plural: "leases" }, namespace: HOME },
  name: "catalyst-operator",
};
const SCRIPT =
  "for i in 1 2 3; do echo at work; sleep 0.5; done; echo done > done.txt; git add -A; git commit -qm Done";

let cluster: Cluster;
let admin: ClusterConnection;
let folder: string;
let product: Product;
let player: PodPlayer;
let operators: OperatorProcess[] = [];

beforeAll(async () => {
  cluster = await startCluster();
  admin = connectAs(cluster, "admin");
  await defineEnvironments(admin);
  await grantRights(admin);
  await makeAbsentGateway(admin);
  folder = await mkdtemp(join(tmpdir(), "catalyst-killed-"));
  product = await startProduct({ ...cluster, openPort: async () => undefined }, { isSupervised: true });
  await writeFile(join(folder, "gateway.crt"), product.gateway.authority);
  // One leads, and another one waits.
  operators = [await operate(), await operate()];
  const runner = join(folder, "runner.mjs");
  const build = join(import.meta.dirname, "../../../runner/build.ts");
  execFileSync(process.execPath, ["--disable-warning=ExperimentalWarning", build, "--out", runner], { env: {} });
  player = playPods(admin, playContainers({ admin, runner, doorPort: product.gateway.port }));
});
afterAll(async () => {
  await product?.stop();
  await player?.stop();
  for (const { process: operator } of operators) {
    operator.kill("SIGKILL");
    await operator;
  }
  await admin?.close();
  await cluster?.stop();
  await rm(folder, { recursive: true, force: true });
});

const operate = () =>
  startOperatorProcess(cluster, folder, {
    gateway: { podLabels: { x: "gateway" }, authorityFile: join(folder, "gateway.crt") },
    images: { runner: "registry.example/runner", agents: { script: null } },
  });

/** The one that leads dies, the other one follows, and one more waits. */
async function killOperator(): Promise<number> {
  const find = async () => {
    const lease = (await readOne(admin, LEASE))?.spec as { holderIdentity?: string } | undefined;
    return operators.find(({ identity }) => identity === lease?.holderIdentity);
  };
  // Who has just begun doesn't lead yet, nor does who waits for what a dead one's lease has left.
  await expect.poll(find).toBeDefined();
  const leading = await find();
  leading?.process.kill("SIGKILL");
  operators = [...operators.filter((one) => one !== leading), await operate()];
  return leading === undefined ? 0 : 1;
}

/** What is in the containers, which this process has started. */
const killInContainer = (part: string) => killBelow(part, async () => [process.pid]);

interface Victim {
  name: string;
  befall(): Promise<number>;
  /** Those in which it may be there; absent: all. */
  states?: readonly TaskStatus[];
  ends: readonly TaskStatus[];
}

const VICTIMS: readonly Victim[] = [
  ...Object.entries(PROCESSES).map(
    ([name, part]): Victim => ({ name, befall: () => product.home.kill(part), ends: ["completed"] }),
  ),
  { name: "operator", befall: killOperator, ends: ["completed"] },
  { name: "worker, which sleeps,", befall: () => putToSleep(product.home, PROCESSES.worker), ends: ["completed"] },
  { name: "runner", befall: () => killInContainer("runner.mjs"), states: ["running"], ends: ["completed", "failed"] },
  { name: "agent", befall: () => killInContainer(AGENT_MARK), states: ["running"], ends: ["failed"] },
];

/** Those in which something goes on: a new one is here as soon as it is there. */
const STATES = TaskStatus.options.filter((status) => !isSettled(status));
const ALL = STATES.flatMap((state) =>
  VICTIMS.filter(({ states = STATES }) => states.includes(state)).map((victim) => ({ ...victim, state })),
);
/** One of so many, other ones in each state, where not all are asked for. */
const STRIDE = 5;
const CHOSEN =
  process.env.CATALYST_TEST_FULL === "1" ? ALL : ALL.filter((_one, index) => index % STRIDE === STRIDE - 1);

async function newest() {
  const { data } = await product.client.call("listTasks", { query: { limit: 1 } });
  return data[0];
}

describe("at each state of a task whose environment is a pod", () => {
  test.each(CHOSEN)("what befalls the $name as it becomes $state loses nothing", async ({ befall, state, ends }) => {
    const before = await newest();
    const { path, git } = await createGitRepository({ "a.txt": "one\n" });
    const head = { ref: "refs/heads/main", commit: await git("rev-parse", "HEAD") };
    const watched = await watchForState(product.home, state);
    const asked = product.client.call("createTask", {
      body: {
        repository: { kind: "folder", path, head },
        ...{ source: { kind: "prompt", text: SCRIPT }, agents: [{ agent: "script", model: null }] },
      },
    });
    // Who asked may hear nothing of it where the server is killed.
    const answered = asked.catch(() => undefined);
    await watched.come;
    await watched.close();
    expect(await befall()).toBeGreaterThan(0);
    await answered;
    const isOver = async () => {
      const task = await newest().catch(() => undefined);
      return task !== undefined && task.id !== before?.id && isFinal(task.status);
    };
    await expect.poll(isOver, { message: product.said() }).toBe(true);
    const task = await newest();
    expect(ends, `${JSON.stringify(task)} ${product.said()}`).toContain(task?.status);
    const branches = (await git("branch", "--list", "catalyst/*", "--format=%(refname:short)"))
      .split("\n")
      .filter(Boolean);
    expect(branches).toHaveLength(task?.status === "completed" ? 1 : 0);
    const query = { labelSelector: `${LABELS.component}=environment` };
    const pods = async () => (await listObjects({ connection: admin, path: "/api/v1/pods", query })).objects;
    await expect.poll(pods).toEqual([]);
    await expectInvariants(product.home);
  });
});
