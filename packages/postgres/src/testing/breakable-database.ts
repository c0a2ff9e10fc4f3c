import { once } from "node:events";
import { mkdtemp, rm } from "node:fs/promises";
import {
  type AddressInfo,
  createConnection,
  createServer,
  type ListenOptions,
  type Server,
  type Socket,
} from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { type Database, type DatabaseLimits, openDatabase } from "../database.ts";
import { testDatabase } from "./test-database.ts";

export interface BreakableDatabase {
  db: Database;
  /** As if the server were gone: what is connected is cut, and nothing connects. */
  cut(): Promise<void>;
  /** As if the network dropped all packets: nothing is answered, refused or ended. What is connected stays so for good. */
  silence(): void;
  /** What connects from now on is passed on again. */
  mend(): Promise<void>;
}

/** A test's database, behind a socket of its own, or a port, that can be taken away. */
export async function breakableDatabase(
  over: "socket" | "tcp" = "socket",
  limits: DatabaseLimits = {},
): Promise<BreakableDatabase> {
  const real = await testDatabase();
  const folder = await mkdtemp(join(tmpdir(), "catalyst-break-"));
  const name = `.s.PGSQL.${real.connection.port ?? 5432}`;
  const sockets = new Set<Socket>();
  let state: "passing" | "cut" | "silent" = "passing";
  const pass = (socket: Socket) => {
    if (state === "cut") {
      socket.destroy();
      return;
    }
    if (state === "silent") {
      sockets.add(socket);
      socket.on("error", () => undefined).once("close", () => sockets.delete(socket));
      return;
    }
    const other = createConnection(join(String(real.connection.host), name));
    for (const [one, another] of [
      [socket, other],
      [other, socket],
    ] as const) {
      sockets.add(one);
      one.pipe(another);
      one.on("error", () => another.destroy());
      one.once("close", () => {
        sockets.delete(one);
        another.destroy();
      });
    }
  };
  // Somebody else could take a port in between.
  const relay = await listen(over === "tcp" ? { host: "127.0.0.1", port: 0 } : { path: join(folder, name) }, pass);
  const cut = async () => {
    state = "cut";
    for (const socket of sockets) {
      socket.destroy();
    }
  };
  const silence = () => {
    state = "silent";
    for (const socket of sockets) {
      socket.unpipe().pause();
    }
  };
  const { port } = over === "tcp" ? (relay.address() as AddressInfo) : real.connection;
  const db = openDatabase({ ...real.connection, host: over === "tcp" ? "127.0.0.1" : folder, port }, limits);
  return {
    db: {
      ...db,
      async close() {
        await db.close();
        await cut();
        relay.close();
        await real.close();
        await rm(folder, { recursive: true });
      },
    },
    cut,
    silence,
    async mend() {
      state = "passing";
    },
  };
}

async function listen(where: ListenOptions, pass: (socket: Socket) => void): Promise<Server> {
  const relay = createServer(pass);
  relay.listen(where);
  await once(relay, "listening");
  return relay;
}
