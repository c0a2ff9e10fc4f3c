import { rm } from "node:fs/promises";
import { ClusterFault, type Condition } from "@catalyst/kubernetes";
import { afterAll, afterEach, beforeAll, beforeEach, expect } from "vitest";
import { makeOwnFolder } from "../../api-server/own-folder.ts";
import { buildTestImages } from "../images.ts";
import { type NodeEnvironments, operateOnNode } from "../operate-on-node.ts";
import { type StandInGateway, serveGateway } from "../stand-in/serve-gateway.ts";
import { type NodeCluster, startNode } from "../start-node.ts";

type Status = NonNullable<Awaited<ReturnType<NodeEnvironments["look"]>>>["status"];

/** A file's own node, with an operator and a stand-in for the gateway that are each test's own. */
export interface TriedNode {
  readonly node: NodeCluster;
  readonly environments: NodeEnvironments;
  readonly gateway: StandInGateway;
  /** Where images are built. */
  readonly folder: string;
  stopOperator(): Promise<unknown>;
  /** With what differs from how it usually is started. */
  startOperator(changes?: Partial<Parameters<NodeEnvironments["operate"]>[0]>): void;
  /** Returns once it is gone. */
  remove(name: string): Promise<void>;
  statusOf(name: string): Promise<Status>;
  /** What it has come to, with all that is known of it where it is something else. */
  endOf(name: string): Promise<Status>;
  /** Until a condition says that something isn't so for this reason; returns in which words. */
  waitFor(name: string, reason: string): Promise<string>;
  /** What a stage told the gateway. */
  toldBy(stage: string): unknown[];
}

export function tryOnNode(): TriedNode {
  let folder: string;
  let node: NodeCluster;
  let environments: NodeEnvironments;
  let gateway: StandInGateway;
  let stopOperator: () => Promise<unknown> = async () => undefined;
  beforeAll(async () => {
    folder = await makeOwnFolder("catalyst-images-");
    node = await startNode(await buildTestImages(folder, ["pause", "runner", "tools"]));
    environments = await operateOnNode(node);
  });
  beforeEach(async () => {
    gateway = await serveGateway();
    await node.openPort(gateway.port);
    await node.openPort(gateway.canaryPort);
    stopOperator = environments.operate(gateway);
  });
  afterEach(async () => {
    await stopOperator();
    await gateway.stop();
    // What the API server doesn't do is tried again; all else is a mistake of ours.
    expect(environments.takeFaults().filter((fault) => !(fault instanceof ClusterFault))).toEqual([]);
  });
  afterAll(async () => {
    await environments?.close();
    await node?.stop();
    await rm(folder, { recursive: true, force: true });
  });
  const statusOf = async (name: string) => (await environments.look(name))?.status;
  return {
    get node() {
      return node;
    },
    get environments() {
      return environments;
    },
    get gateway() {
      return gateway;
    },
    get folder() {
      return folder;
    },
    stopOperator: () => stopOperator(),
    startOperator(changes) {
      stopOperator = environments.operate({ ...gateway, ...changes });
    },
    async remove(name) {
      await environments.remove(name);
      await expect.poll(() => environments.look(name)).toBeNull();
    },
    ...readingBy(statusOf),
    toldBy: (stage) => gateway.told.filter((one) => one.stage === stage).map(({ what }) => what),
  };
}

function readingBy(statusOf: TriedNode["statusOf"]): Pick<TriedNode, "statusOf" | "endOf" | "waitFor"> {
  return {
    statusOf,
    async endOf(name) {
      await expect.poll(async () => (await statusOf(name))?.phase).toMatch(/Succeeded|Failed|Refused/);
      return await statusOf(name);
    },
    async waitFor(name, reason) {
      const isIt = (one: Condition) => one.reason === reason && one.status !== "True";
      const find = async () => (await statusOf(name))?.conditions?.find(isIt);
      await expect.poll(find).toBeDefined();
      return (await find())?.message ?? "";
    },
  };
}
