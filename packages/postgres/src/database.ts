import { drizzle, type NodePgDatabase } from "drizzle-orm/node-postgres";
import pg from "pg";
import * as schema from "./schema/schema.ts";

export type Drizzle = NodePgDatabase<typeof schema>;

/** An open database; `close` lets go of it. */
export interface Database {
  drizzle: Drizzle;
  pool: pg.Pool;
  connection: pg.ClientConfig;
  close(): Promise<void>;
}

/** A pool on a database that is there. Connections that break are replaced by the next query. */
export function openDatabase(connection: pg.ClientConfig, maxConnections = 8): Database {
  const pool = new pg.Pool({ ...connection, max: maxConnections, connectionTimeoutMillis: 10_000 });
  // Without a listener the break of an idle connection would end the process.
  pool.on("error", () => undefined);
  return { drizzle: drizzle(pool, { schema }), pool, connection, close: () => pool.end() };
}
