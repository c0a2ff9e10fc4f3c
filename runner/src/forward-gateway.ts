import { connect, createServer, type Server, type Socket } from "node:net";

const RETRY_MILLISECONDS = 200;
/** As long as a restart of the gateway takes, with room. */
const RETRY_FOR_MILLISECONDS = 30_000;

/**
 * Listens on a loopback port and forwards each connection to the gateway's socket. While the gateway restarts, new
 * connections wait for it.
 */
export async function forwardGateway(input: { port: number; socketPath: string }): Promise<Server> {
  const server = createServer({ allowHalfOpen: true }, (client) => {
    client.on("error", () => client.destroy());
    client.pause();
    dial(client, input.socketPath, Date.now() + RETRY_FOR_MILLISECONDS);
  });
  await new Promise<void>((resolve, reject) => {
    server.once("error", reject);
    server.listen(input.port, "127.0.0.1", resolve);
  });
  server.unref();
  return server;
}

function dial(client: Socket, socketPath: string, deadline: number): void {
  const upstream = connect({ path: socketPath, allowHalfOpen: true });
  let isConnected = false;
  upstream.once("connect", () => {
    isConnected = true;
    client.pipe(upstream);
    upstream.pipe(client);
    client.resume();
  });
  upstream.on("error", () => {
    upstream.destroy();
    if (isConnected || client.destroyed || Date.now() > deadline) {
      client.destroy();
    } else {
      setTimeout(() => dial(client, socketPath, deadline), RETRY_MILLISECONDS);
    }
  });
  client.once("close", () => upstream.destroy());
}
