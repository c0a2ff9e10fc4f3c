import { once } from "node:events";
import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { onTestFinished } from "vitest";
import { NODE } from "../node-place.ts";
import type { NodeCluster } from "../start-node.ts";

const OK = 200;
const UNAUTHORIZED = 401;

/** What stands in for a provider of models that takes this key alone, until the test ends; returns its base URL for pods. */
export async function serveProvider(node: NodeCluster, key: string): Promise<string> {
  const server = createServer(({ headers }, response) => {
    response.writeHead(headers["x-api-key"] === key ? OK : UNAUTHORIZED, { "content-type": "application/json" });
    response.end(JSON.stringify({ data: [] }));
  });
  server.listen(0, NODE.hostAddress);
  await once(server, "listening");
  onTestFinished(() => {
    server.closeAllConnections();
    server.close();
  });
  const { port } = server.address() as AddressInfo;
  await node.openPort(port);
  return `http://${NODE.hostAddress}:${port}`;
}
