import { CatalystError } from "@catalyst/core";
import { DatabaseContents, DatabaseCounts } from "@catalyst/postgres";
import { z } from "zod";

const FORMAT = "catalyst backup";
const FORMAT_VERSION = 1;

/** The first entry of a backup: what it is, and what follows. */
export const Manifest = z.strictObject({
  format: z.literal(FORMAT),
  formatVersion: z.literal(FORMAT_VERSION),
  /** The version that made it. */
  catalyst: z.string().max(100),
  madeAt: z.iso.datetime(),
  database: DatabaseContents,
  counts: DatabaseCounts,
});
export type Manifest = z.infer<typeof Manifest>;

/** The last entry: what the entries before it come to, by their parts. Without it a backup isn't whole. */
export const Parts = z.record(
  z.string().max(50),
  z.strictObject({ entries: z.int().nonnegative(), bytes: z.int().nonnegative(), sha256: z.string().length(64) }),
);
export type Parts = z.infer<typeof Parts>;

export function createManifest(about: Pick<Manifest, "catalyst" | "database" | "counts">): Manifest {
  return { format: FORMAT, formatVersion: FORMAT_VERSION, madeAt: new Date().toISOString(), ...about };
}

/** Throws `unsupported` for a newer format, `invalid_input` for what is no backup. */
export function parseManifest(text: string): Manifest {
  const value = parse(text);
  const { success, data } = z.looseObject({ format: z.literal(FORMAT), formatVersion: z.int() }).safeParse(value);
  if (success && data.formatVersion > FORMAT_VERSION) {
    throw new CatalystError(
      "unsupported",
      "Reading the backup failed: a newer Catalyst made it. Nothing was changed. Update this Catalyst to the same version.",
    );
  }
  const manifest = Manifest.safeParse(value);
  if (!manifest.success) {
    throw new CatalystError(
      "invalid_input",
      "Reading the backup failed: this is no backup of Catalyst's. Nothing was changed.",
    );
  }
  return manifest.data;
}

function parse(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return null;
  }
}
