import { once } from "node:events";
import { type AddressInfo, createConnection, createServer, type Socket } from "node:net";
import { join } from "node:path";
import { testDatabase } from "@catalyst/postgres/testing";
import { NODE } from "../node-place.ts";

const DEFAULT_PORT = 5432;

/** An empty database at a port of this machine, for pods of its node. */
export async function serveDatabase(): Promise<{ url: string; port: number; stop(): Promise<void> }> {
  const database = await testDatabase();
  const { host = "", port = DEFAULT_PORT, user = "", database: name = "" } = database.connection;
  const sockets = new Set<Socket>();
  const server = createServer((socket) => {
    const other = createConnection(join(host, `.s.PGSQL.${port}`));
    for (const [one, another] of [
      [socket, other],
      [other, socket],
    ] as const) {
      sockets.add(one);
      one.pipe(another);
      one
        .on("error", () => another.destroy())
        .once("close", () => {
          sockets.delete(one);
          another.destroy();
        });
    }
  });
  server.listen(0, NODE.hostAddress);
  await once(server, "listening");
  const served = (server.address() as AddressInfo).port;
  return {
    url: `postgres://${user}@${NODE.hostAddress}:${served}/${name}`,
    port: served,
    async stop() {
      for (const socket of sockets) {
        socket.destroy();
      }
      server.close();
      await database.close();
    },
  };
}
