import type { SQL } from "drizzle-orm";
import type { AnyPgColumn } from "drizzle-orm/pg-core";
import { sql } from "../../drizzle.ts";

/** Whether a column of JSON holds this still. */
export function isSame(column: AnyPgColumn, value: unknown): SQL {
  const text = value === null ? null : JSON.stringify(value);
  return sql`${column} is not distinct from ${text}::jsonb`;
}
