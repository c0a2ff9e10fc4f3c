import type { NodePgDatabase } from "drizzle-orm/node-postgres";
import pg from "pg";
import { drizzle } from "./drizzle.ts";
import { createListener, type Listener } from "./listener.ts";
import { cutWhenSilent } from "./silence/cut-when-silent.ts";
import { endClient } from "./silence/end-client.ts";

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

export interface DatabaseLimits {
  maxConnections?: number;
  /** How long an answer is waited for: a network that drops packets neither answers nor refuses. */
  answerMilliseconds?: number;
}

const CONNECT_MILLISECONDS = 10_000;
const ANSWER_MILLISECONDS = 30_000;
/** The server gives up first, so that what is slow is undone there, and its connection lives on. */
const STATEMENT_SHARE = 0.8;
/** A process that stands still may hold locks that others wait for. */
const IDLE_IN_TRANSACTION_MILLISECONDS = 30_000;

/** A pool on a database that is there. Connections that break, or fall silent, are replaced by the next query. */
export function openDatabase(
  connection: pg.ClientConfig,
  { maxConnections = 8, answerMilliseconds = ANSWER_MILLISECONDS }: DatabaseLimits = {},
): Database {
  const pool = new pg.Pool({
    ...connection,
    max: maxConnections,
    connectionTimeoutMillis: CONNECT_MILLISECONDS,
    query_timeout: answerMilliseconds,
    statement_timeout: answerMilliseconds * STATEMENT_SHARE,
    idle_in_transaction_session_timeout: IDLE_IN_TRANSACTION_MILLISECONDS,
  });
  // Without listeners the break of a connection would end the process: the pool's for idle ones, the client's in a transaction.
  pool.on("error", () => undefined);
  const clients = new Set<pg.Client>();
  pool.on("connect", (client) => {
    clients.add(client.on("error", () => undefined).once("end", () => clients.delete(client)));
    cutWhenSilent(client);
  });
  const listener = createListener({ ...connection, connectionTimeoutMillis: CONNECT_MILLISECONDS }, answerMilliseconds);
  return {
    drizzle: openDrizzle(pool),
    pool,
    connection,
    listener,
    async close() {
      await listener.close();
      await pool.end();
      await Promise.all([...clients].map(endClient));
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
