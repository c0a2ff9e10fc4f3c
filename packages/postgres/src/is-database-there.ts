import type { Database } from "./database.ts";

/** Whether the database answers now; throws when it can't be asked. */
export async function isDatabaseThere({ pool }: Pick<Database, "pool">): Promise<true> {
  await pool.query("select 1");
  return true;
}
