import { join } from "node:path";
import { NODE } from "../node-place.ts";
import { tried } from "../product/tried.ts";
import { type AttackGround, CANARY } from "./attack.ts";

/** Who is around the pods of the product that is tried. */
export function ground(): AttackGround {
  const { port, canaryPort } = tried.product.gateway;
  return {
    ...{ gateway: `${NODE.hostAddress}:${port}`, canary: `${NODE.hostAddress}:${canaryPort}` },
    apiServer: `${NODE.hostAddress}:${new URL(tried.node.address).port}`,
    marker: join(tried.folder, "executed"),
  };
}

/** Gives the product a key, and the node something at the address of clouds' metadata. */
export async function openGround(): Promise<void> {
  await tried.node.run(["sh", "-c", `busybox httpd -p ${NODE.metadataAddress}:80 -h /run/settings`]);
  const added = await tried.product.home.run(["credentials", "add", "anthropic"], { stdin: `${CANARY}\n` });
  if (added.exitCode !== 0) {
    throw new Error(added.stderr);
  }
}
