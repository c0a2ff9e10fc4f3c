import { setTimeout as wait } from "node:timers/promises";
import pg from "pg";
import { type ServerConnection, startEmbeddedServer } from "./start-embedded-server.ts";
import { stopEmbeddedServer } from "./stop-embedded-server.ts";

/** Every client of the embedded server holds this lock, shared, for as long as it is one. */
const PRESENCE_LOCK = 7_263_511;
const ATTEMPTS = 10;
const MIN_RESTART_MILLISECONDS = 100;
const MAX_RESTART_MILLISECONDS = 5000;

/** Keeps the embedded server running while somebody uses it. */
export interface Presence {
  connection: ServerConnection;
  /** Ends the presence; the last one to leave stops the server. */
  leave(): Promise<void>;
}

/** Starts the embedded server if need be, and again whenever it dies, until the presence ends. */
export async function holdPresence(home: string): Promise<Presence> {
  let left = false;
  const { connection, client: first } = await arrive(home);
  let client = first;
  const keep = (watched: pg.Client) => watched.once("end", () => void comeBack());
  const comeBack = async () => {
    for (let pause = MIN_RESTART_MILLISECONDS; !left; pause = Math.min(pause * 2, MAX_RESTART_MILLISECONDS)) {
      try {
        const again = await arrive(home);
        if (left) {
          return await depart(home, again.client);
        }
        client = again.client;
        keep(client);
        return;
      } catch {
        await wait(pause, undefined, { ref: false });
      }
    }
  };
  keep(first);
  return {
    connection,
    async leave() {
      left = true;
      await depart(home, client);
    },
  };
}

async function arrive(home: string): Promise<{ connection: ServerConnection; client: pg.Client }> {
  for (let attempt = 1; ; attempt++) {
    const connection = await startEmbeddedServer(home);
    const client = new pg.Client({ ...connection, database: "postgres" });
    client.on("error", () => undefined);
    try {
      await client.connect();
      await client.query("select pg_advisory_lock_shared($1)", [PRESENCE_LOCK]);
      return { connection, client };
    } catch (error) {
      await client.end().catch(() => undefined);
      // Between finding the server and being one of its clients, the last other one may have stopped it.
      if (attempt === ATTEMPTS) {
        throw error;
      }
    }
  }
}

async function depart(home: string, client: pg.Client): Promise<void> {
  try {
    await client.query("select pg_advisory_unlock_shared($1)", [PRESENCE_LOCK]);
    const { rows } = await client.query<{ last: boolean }>("select pg_try_advisory_lock($1) as last", [PRESENCE_LOCK]);
    if (rows[0]?.last) {
      await stopEmbeddedServer(home);
    }
  } catch {
    // The server is gone already: there is nothing to stop.
  } finally {
    await client.end().catch(() => undefined);
  }
}
