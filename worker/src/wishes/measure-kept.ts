import { join } from "node:path";
import { KEPT_KINDS, type KeptKind, type KeptSize, type Retention, type RetentionStore } from "@catalyst/core";
import { folderBytes } from "@catalyst/machine";

/** Where each kind is on the disk that isn't in the database or in people's repositories. */
const FOLDERS: Partial<Record<KeptKind, string>> = {
  results: "results",
  quarantines: "quarantine",
  mirrors: "mirrors",
  setups: "setup-cache",
  agents: "agents",
};

export interface MeasureDeps {
  home: string;
  retention: Retention;
  retained: Pick<RetentionStore, "measure">;
}

/** What each kind of what is kept takes here, and for how long it is kept. What is in people's repositories isn't measured. */
export async function measureKept({ home, retention, retained }: MeasureDeps): Promise<KeptSize[]> {
  const tables: Partial<Record<KeptKind, number>> = await retained.measure();
  const kinds = (Object.keys(KEPT_KINDS) as KeptKind[]).filter((kind) => kind !== "refs");
  return Promise.all(
    kinds.map(async (kind) => {
      const folder = FOLDERS[kind];
      const bytes = folder === undefined ? (tables[kind] ?? 0) : await folderBytes(join(home, folder));
      return { kind, bytes, days: retention[kind] };
    }),
  );
}
