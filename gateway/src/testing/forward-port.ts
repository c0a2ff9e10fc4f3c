import { type AddressInfo, createConnection, createServer } from "node:net";

/** A TCP port on loopback that leads to a socket, as the runner makes it inside an environment. */
export async function forwardPort(socketPath: string): Promise<{ port: number; close(): Promise<void> }> {
  const server = createServer((client) => {
    const upstream = createConnection(socketPath);
    client.pipe(upstream).pipe(client);
    client.on("error", () => upstream.destroy());
    upstream.on("error", () => client.destroy());
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  return {
    port: (server.address() as AddressInfo).port,
    close: () => new Promise((resolve) => server.close(() => resolve())),
  };
}
