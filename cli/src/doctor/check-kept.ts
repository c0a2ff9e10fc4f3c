import { join } from "node:path";
import { KEPT_KINDS, type KeptKind } from "@catalyst/core";
import { folderBytes } from "@catalyst/machine";
import { postgresRetentionStore } from "@catalyst/postgres";
import type { CliConfig } from "../config.ts";
import type { Stores } from "../open-stores.ts";
import { formatBytes } from "../output/format-quantity.ts";
import { type Finding, ok } from "./finding.ts";

/** Where each kind is on the disk that isn't in the database or in people's repositories. */
const FOLDERS: Partial<Record<KeptKind, string>> = {
  results: "results",
  quarantines: "quarantine",
  mirrors: "mirrors",
  setups: "setup-cache",
  agents: "agents",
};

/** What each kind of what is kept takes, and how long it is kept. */
export async function checkKept({ database }: Stores, { home, retention }: CliConfig): Promise<Finding> {
  const tables: Partial<Record<KeptKind, number>> = await postgresRetentionStore(database).measure();
  const lines = await Promise.all(
    (Object.keys(KEPT_KINDS) as KeptKind[])
      .filter((kind) => kind !== "refs")
      .map(async (kind) => {
        const folder = FOLDERS[kind];
        const bytes = folder === undefined ? (tables[kind] ?? 0) : await folderBytes(join(home, folder));
        const size = bytes === null ? "very much" : formatBytes(bytes);
        return `${kind.padEnd(12)} ${size.padStart(9)}  ${KEPT_KINDS[kind].what}: ${retention[kind]} days`;
      }),
  );
  return ok("Kept", ["to free what has had its time now: catalyst clean", ...lines].join("\n"));
}
