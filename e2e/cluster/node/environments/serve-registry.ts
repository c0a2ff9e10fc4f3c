import { once } from "node:events";
import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { onTestFinished } from "vitest";
import { NODE } from "../node-place.ts";
import { REGISTRIES } from "../node-settings.ts";
import type { NodeCluster } from "../start-node.ts";

const NAME = "registry.test";
const MANIFEST = { "content-type": "application/vnd.oci.image.manifest.v1+json" };
const [OK, UNAUTHORIZED, NOT_FOUND] = [200, 401, 404];

/** What a registry has that nobody gets: for each image its name. */
export interface StandInRegistry {
  /** Only whoever signs in may have it. */
  closed: string;
  absent: string;
  /** There is something else in its place. */
  other: string;
}

/** Has the node find a registry by its name, until the test ends. */
export async function serveRegistry(node: NodeCluster): Promise<StandInRegistry> {
  const server = createServer(({ url = "" }, response) => {
    if (url.startsWith("/v2/closed/")) {
      response.writeHead(UNAUTHORIZED, { "www-authenticate": `Basic realm="${NAME}"` }).end();
    } else if (url.startsWith("/v2/other/tools/manifests/")) {
      const body = JSON.stringify({ schemaVersion: 2 });
      response.writeHead(OK, { ...MANIFEST, "content-length": body.length }).end(body);
    } else {
      response.writeHead(NOT_FOUND).end();
    }
  });
  server.listen(0, NODE.hostAddress);
  await once(server, "listening");
  const folder = `${REGISTRIES}/${NAME}`;
  onTestFinished(async () => {
    await node.run(["rm", "-r", folder]);
    server.closeAllConnections();
    server.close();
  });
  const address = `http://${NODE.hostAddress}:${(server.address() as AddressInfo).port}`;
  const settings = `server = "${address}"\n[host."${address}"]\n`;
  await node.run(["sh", "-ec", 'mkdir -p "$0" && printf %s "$1" > "$0/hosts.toml"', folder, settings]);
  return {
    closed: `${NAME}/closed/tools:1`,
    absent: `${NAME}/absent/tools:1`,
    other: `${NAME}/other/tools@sha256:${"0".repeat(64)}`,
  };
}
