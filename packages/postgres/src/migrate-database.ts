import { readFileSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { CatalystError } from "@catalyst/core";
import pg from "pg";
import { z } from "zod";
import { drizzle, migrate } from "./drizzle.ts";

const MIGRATIONS_FOLDER = fileURLToPath(new URL("../migrations", import.meta.url));
/** Any constant will do, as long as nobody else in the database uses it. */
const MIGRATION_LOCK = 5_201_314;

const Journal = z.object({ entries: z.array(z.object({ when: z.int() })).min(1) });

/** Brings the schema up to date; processes that start together do it once. Refuses a schema newer than this program. */
export async function migrateDatabase(connection: pg.ClientConfig): Promise<void> {
  const client = new pg.Client(connection);
  client.on("error", () => undefined);
  await client.connect();
  try {
    await client.query("select pg_advisory_lock($1)", [MIGRATION_LOCK]);
    await refuseNewerSchema(client);
    await migrate(drizzle(client), { migrationsFolder: MIGRATIONS_FOLDER });
  } finally {
    await client.end();
  }
}

async function refuseNewerSchema(client: pg.Client): Promise<void> {
  const { rows } = await client.query<{ found: string | null }>(
    "select to_regclass('drizzle.__drizzle_migrations')::text as found",
  );
  if (rows[0]?.found == null) {
    return;
  }
  const newest = await client.query<{ at: string | null }>(
    "select max(created_at)::text as at from drizzle.__drizzle_migrations",
  );
  if (Number(newest.rows[0]?.at ?? 0) > newestMigration()) {
    throw new CatalystError(
      "invalid_configuration",
      "Opening the database failed: a newer Catalyst has changed its schema. Nothing was changed. Update this Catalyst to the same version.",
    );
  }
}

/** When the newest migration that this program knows was made; changes with every one. */
export function newestMigration(): number {
  const { entries } = Journal.parse(JSON.parse(readFileSync(join(MIGRATIONS_FOLDER, "meta", "_journal.json"), "utf8")));
  return Math.max(...entries.map(({ when }) => when));
}
