import { rm } from "node:fs/promises";
import { join } from "node:path";
import { makeOwnFolder } from "../../api-server/own-folder.ts";
import { buildTestImages, TEST_IMAGES } from "../images.ts";
import { NODE } from "../node-place.ts";
import { operateOnNode } from "../operate-on-node.ts";
import { type Product, startProduct } from "../product/start-product.ts";
import { startNode } from "../start-node.ts";
import { type AttackGround, CANARY } from "./attack.ts";

/** The product with a key, a node with something at the address of clouds' metadata, and who is around. */
export interface MaliciousGround {
  product: Product;
  around: AttackGround;
  close(): Promise<void>;
}

export async function openGround(): Promise<MaliciousGround> {
  const folder = await makeOwnFolder("catalyst-images-");
  const node = await startNode(await buildTestImages(folder, ["pause", "ours", "tools"]));
  const environments = await operateOnNode(node);
  const product = await startProduct(node);
  const { port, canaryPort } = product.gateway;
  const stopOperator = environments.operate({ ...product.gateway, runner: TEST_IMAGES.ours });
  const close = async () => {
    await product.stop();
    await stopOperator();
    await environments.close();
    await node.stop();
    await rm(folder, { recursive: true, force: true });
  };
  await node.run(["sh", "-c", `busybox httpd -p ${NODE.metadataAddress}:80 -h /run/settings`]);
  const added = await product.home.run(["credentials", "add", "anthropic"], { stdin: `${CANARY}\n` });
  if (added.exitCode !== 0) {
    await close();
    throw new Error(added.stderr);
  }
  const around = {
    ...{ gateway: `${NODE.hostAddress}:${port}`, canary: `${NODE.hostAddress}:${canaryPort}` },
    apiServer: `${NODE.hostAddress}:${new URL(node.address).port}`,
    marker: join(folder, "executed"),
  };
  return { product, around, close };
}
