import pg from "pg";
import type { Database } from "../database.ts";
import { endClient } from "../silence/end-client.ts";

/** The advisory lock that an expression of SQL names, of one value: `$1`. */
interface Lock {
  expression: "$1::bigint" | "hashtextextended($1, 0)";
  value: string | number;
  /** How long it is waited for; without: as long as it takes. */
  waitSeconds?: number;
}

/** After how long without a word either side asks whether the other one is there. */
const KEEPALIVE_SECONDS = 30;

/** Runs the work while nobody else holds the lock. It ends with its connection, should this process die. */
export async function withLock<Result>(
  { connection }: Pick<Database, "connection">,
  { expression, value, waitSeconds }: Lock,
  work: () => Promise<Result>,
): Promise<Result> {
  // Not from the pool: many who wait for the lock could leave no connection for the one who has it.
  const client = new pg.Client({
    ...connection,
    keepAlive: true,
    keepAliveInitialDelayMillis: KEEPALIVE_SECONDS * 1000,
  });
  client.on("error", () => undefined);
  await client.connect();
  try {
    // Of a process that a network cut off, the server would keep the lock for hours.
    await client.query(
      "select set_config('lock_timeout', $1, false), set_config('tcp_keepalives_idle', $2, false), set_config('tcp_keepalives_interval', '3', false)",
      [`${waitSeconds ?? 0}s`, String(KEEPALIVE_SECONDS)],
    );
    await client.query(`select pg_advisory_lock(${expression})`, [value]);
    return await work();
  } finally {
    await endClient(client);
  }
}
