import { once } from "node:events";
import { type AddressInfo, createServer } from "node:net";

/**
 * A port of loopback that nobody has just now: for a server that is to come back where it was. Another process may take it before it is
 * used: whoever asks is ready to ask again.
 */
export async function findFreePort(): Promise<number> {
  const server = createServer().listen(0, "127.0.0.1");
  await once(server, "listening");
  const { port } = server.address() as AddressInfo;
  server.close();
  await once(server, "close");
  return port;
}
