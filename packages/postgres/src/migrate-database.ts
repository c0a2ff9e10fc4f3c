import { createHash } from "node:crypto";
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { CatalystError } from "@catalyst/core";
import pg from "pg";
import { z } from "zod";
import { drizzle, migrate } from "./drizzle.ts";

export const MIGRATIONS_FOLDER = fileURLToPath(new URL("../migrations", import.meta.url));
/** Any constant will do, as long as nobody else in the database uses it. */
const MIGRATION_LOCK = 5_201_314;

const Journal = z.object({ entries: z.array(z.object({ when: z.int(), tag: z.string() })).min(1) });

/**
 * Brings the schema up to date; processes that start together do it once. Refuses, and changes nothing of, a schema that a
 * newer program made, and one of a state that came before the first migration.
 */
export async function migrateDatabase(connection: pg.ClientConfig): Promise<void> {
  const client = new pg.Client(connection);
  client.on("error", () => undefined);
  await client.connect();
  try {
    await client.query("select pg_advisory_lock($1)", [MIGRATION_LOCK]);
    await refuseUnknownSchema(client);
    await migrate(drizzle(client), { migrationsFolder: MIGRATIONS_FOLDER });
  } finally {
    await client.end();
  }
}

async function refuseUnknownSchema(client: pg.Client): Promise<void> {
  const { rows } = await client.query<{ found: string | null }>(
    "select to_regclass('drizzle.__drizzle_migrations')::text as found",
  );
  if (rows[0]?.found == null) {
    return;
  }
  const known = readMigrations();
  const newest = Math.max(...known.map(({ when }) => when));
  const applied = await client.query<{ hash: string; at: string }>(
    "select hash, created_at::text as at from drizzle.__drizzle_migrations",
  );
  // By its time drizzle knows what is applied: the same text made anew would be applied again.
  const isKnown = ({ hash, at }: { hash: string; at: string }) =>
    known.some((migration) => migration.hash === hash && migration.when === Number(at));
  const unknown = applied.rows.filter((row) => !isKnown(row));
  if (unknown.some(({ at }) => Number(at) > newest)) {
    throw new CatalystError(
      "invalid_configuration",
      "Opening the database failed: a newer Catalyst has changed its schema. Nothing was changed. Update this Catalyst to the same version.",
    );
  }
  if (unknown.length > 0) {
    throw new CatalystError(
      "invalid_configuration",
      "Opening the database failed: an earlier development state of Catalyst made it, which can't be brought over. Nothing was changed. Set CATALYST_HOME to a new folder, or move this home away; results that were kept in it are bare repositories under results/, which git can fetch from.",
    );
  }
}

/** The migrations of this program, the oldest first: when each was made, and the hash under which the database remembers it. */
export function readMigrations(): { tag: string; when: number; hash: string }[] {
  const { entries } = Journal.parse(JSON.parse(readFileSync(join(MIGRATIONS_FOLDER, "meta", "_journal.json"), "utf8")));
  return entries.map(({ when, tag }) => {
    const text = readFileSync(join(MIGRATIONS_FOLDER, `${tag}.sql`), "utf8");
    return { tag, when, hash: createHash("sha256").update(text).digest("hex") };
  });
}
