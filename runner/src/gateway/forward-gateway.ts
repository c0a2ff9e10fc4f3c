import { createServer, type Server, type Socket } from "node:net";
import { setTimeout as wait } from "node:timers/promises";
import type { GatewayAddress } from "@catalyst/core";
import { dialGateway } from "./dial-gateway.ts";

/** The gateway takes fewer; more would only use up the runner's descriptors. */
const MAX_CONNECTIONS = 256;
const RETRY_MILLISECONDS = 200;
/** As long as a restart of the gateway takes, with room. */
const RETRY_FOR_MILLISECONDS = 30_000;

/**
 * Listens on a loopback port and forwards each connection to the gateway. While the gateway restarts, new
 * connections wait for it.
 */
export async function forwardGateway(input: { port: number; gateway: GatewayAddress }): Promise<Server> {
  // What comes in pieces goes on at once: a client that delays its acknowledgements would get the next one 40 ms later.
  const server = createServer({ allowHalfOpen: true, pauseOnConnect: true, noDelay: true }, (client) => {
    client.on("error", () => client.destroy());
    void forward(client, input.gateway);
  });
  server.maxConnections = MAX_CONNECTIONS;
  await new Promise<void>((resolve, reject) => {
    server.once("error", reject);
    server.listen(input.port, "127.0.0.1", resolve);
  });
  // A lack of descriptors, for example, passes; the port must outlast it.
  server.on("error", () => undefined);
  server.unref();
  return server;
}

async function forward(client: Socket, gateway: GatewayAddress): Promise<void> {
  const deadline = Date.now() + RETRY_FOR_MILLISECONDS;
  let upstream = await dial(gateway);
  while (upstream === null && !client.destroyed && Date.now() < deadline) {
    await wait(RETRY_MILLISECONDS);
    upstream = await dial(gateway);
  }
  if (upstream === null || client.destroyed) {
    client.destroy();
    upstream?.destroy();
    return;
  }
  join(client, upstream);
}

async function dial(gateway: GatewayAddress): Promise<Socket | null> {
  const upstream = await dialGateway(gateway).catch(() => null);
  upstream?.on("error", () => upstream.destroy());
  return upstream;
}

/** Either side's end goes on to the other; either side's breakdown breaks the other. */
function join(client: Socket, upstream: Socket): void {
  client.once("close", () => upstream.destroy());
  upstream.once("close", () => client.destroy());
  client.pipe(upstream);
  upstream.pipe(client);
  client.resume();
}
