import { rm } from "node:fs/promises";
import { afterAll, beforeAll } from "vitest";
import { makeOwnFolder } from "../../api-server/own-folder.ts";
import { buildTestImages, TEST_IMAGES } from "../images.ts";
import { type NodeEnvironments, operateOnNode } from "../operate-on-node.ts";
import { type NodeCluster, startNode } from "../start-node.ts";
import { type Product, startProduct } from "./start-product.ts";

const IMAGES = ["pause", "ours", "tools", "agent-claude-code", "agent-codex-cli"] as const;

let folder: string;
let node: NodeCluster;
let environments: NodeEnvironments;
let product: Product;
let endOperator: () => Promise<unknown> = async () => undefined;

beforeAll(async () => {
  folder = await makeOwnFolder("catalyst-images-");
  node = await startNode(await buildTestImages(folder, [...IMAGES]));
  environments = await operateOnNode(node);
  product = await startProduct(node);
  tried.startOperator();
});
afterAll(async () => {
  await product?.stop();
  await endOperator();
  await environments?.close();
  await node?.stop();
  await rm(folder, { recursive: true, force: true });
});

/** The one node, product and operator of all that `product.e2e.test.ts` loads. Who stops the operator starts it again. */
export const tried = {
  get node() {
    return node;
  },
  get environments() {
    return environments;
  },
  get product() {
    return product;
  },
  /** Where images are built. */
  get folder() {
    return folder;
  },
  stopOperator: () => endOperator(),
  /** `runner`: the image that pods get. */
  startOperator(runner: string = TEST_IMAGES.ours): void {
    endOperator = environments.operate({ ...product.gateway, runner });
  },
};
