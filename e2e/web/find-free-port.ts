import { once } from "node:events";
import { type AddressInfo, createServer } from "node:net";

/** A port of loopback that nobody has just now: a server that is to come back has to have one that it can come back to. */
export async function findFreePort(): Promise<number> {
  const server = createServer().listen(0, "127.0.0.1");
  await once(server, "listening");
  const { port } = server.address() as AddressInfo;
  server.close();
  await once(server, "close");
  return port;
}
