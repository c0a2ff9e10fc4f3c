import { once } from "node:events";
import { mkdtemp, rm } from "node:fs/promises";
import { createConnection, createServer, type Server, type Socket } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { type Database, openDatabase } from "../database.ts";
import { testDatabase } from "./test-database.ts";

export interface BreakableDatabase {
  db: Database;
  /** As if the server were gone: what is connected is cut, and nothing connects. */
  cut(): Promise<void>;
  mend(): Promise<void>;
}

/** A test's database, behind a socket of its own that can be taken away. */
export async function breakableDatabase(): Promise<BreakableDatabase> {
  const real = await testDatabase();
  const folder = await mkdtemp(join(tmpdir(), "catalyst-break-"));
  const name = `.s.PGSQL.${real.connection.port ?? 5432}`;
  const sockets = new Set<Socket>();
  const pass = (socket: Socket) => {
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
  let relay = await listen(join(folder, name), pass);
  const cut = async () => {
    const closed = once(relay, "close");
    relay.close();
    for (const socket of sockets) {
      socket.destroy();
    }
    await closed;
  };
  const db = openDatabase({ ...real.connection, host: folder });
  return {
    db: {
      ...db,
      async close() {
        await db.close();
        await cut();
        await real.close();
        await rm(folder, { recursive: true });
      },
    },
    cut,
    async mend() {
      relay = await listen(join(folder, name), pass);
    },
  };
}

async function listen(path: string, pass: (socket: Socket) => void): Promise<Server> {
  const relay = createServer(pass);
  relay.listen(path);
  await once(relay, "listening");
  return relay;
}
