import type { NodePgDatabase } from "drizzle-orm/node-postgres";
import pg from "pg";
import { drizzle } from "./drizzle.ts";
import { createListener, type Listener } from "./listener.ts";

export type Drizzle = NodePgDatabase;
export type Transaction = Parameters<Parameters<Drizzle["transaction"]>[0]>[0];

/** An open database; `close` lets go of it. */
export interface Database {
  drizzle: Drizzle;
  pool: pg.Pool;
  connection: pg.ClientConfig;
  listener: Listener;
  close(): Promise<void>;
}

const CONNECT_MILLISECONDS = 10_000;
/** A process that stands still may hold locks that others wait for. */
const IDLE_IN_TRANSACTION_MILLISECONDS = 30_000;

/** A pool on a database that is there. Connections that break are replaced by the next query. */
export function openDatabase(connection: pg.ClientConfig, maxConnections = 8): Database {
  const pool = new pg.Pool({
    ...connection,
    max: maxConnections,
    connectionTimeoutMillis: CONNECT_MILLISECONDS,
    idle_in_transaction_session_timeout: IDLE_IN_TRANSACTION_MILLISECONDS,
  });
  // Without listeners the break of a connection would end the process: the pool's for idle ones, the client's in a transaction.
  pool.on("error", () => undefined);
  pool.on("connect", (client) => client.on("error", () => undefined));
  const listener = createListener(connection);
  return {
    drizzle: openDrizzle(pool),
    pool,
    connection,
    listener,
    async close() {
      await listener.close();
      await pool.end();
    },
  };
}

function openDrizzle(pool: pg.Pool): Drizzle {
  const database = drizzle(pool);
  // The query builder's own transaction never gives a connection back whose "begin" failed, so that each break of the
  // server would cost the pool one connection for good.
  database.transaction = async (work, config) => {
    const client = await pool.connect();
    try {
      return await drizzle(client).transaction(work, config);
    } finally {
      client.release();
    }
  };
  return database;
}
