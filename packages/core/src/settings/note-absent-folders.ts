import type { RepositorySnapshot } from "../result/repository-snapshot.ts";
import type { EffectiveSettings } from "./effective-settings.ts";

/** Named at most. */
const MAX_NAMED = 5;

/** Adds what a person should know of folders that settings name and the commit that is worked on hasn't: another may have them. */
export async function noteAbsentFolders(
  settings: EffectiveSettings,
  { commit, snapshot }: { commit: string; snapshot: Pick<RepositorySnapshot, "listAbsentFolders"> },
): Promise<EffectiveSettings> {
  const { sparsePaths, notes } = settings;
  const absent = sparsePaths.length === 0 ? [] : await snapshot.listAbsentFolders({ commit, folders: sparsePaths });
  if (absent.length === 0) {
    return settings;
  }
  const names = absent.slice(0, MAX_NAMED).join(", ") + (absent.length > MAX_NAMED ? ", ..." : "");
  const text = `sparsePaths: there is no folder ${names} at ${commit.slice(0, 10)}, so nothing of it is checked out.`;
  return { ...settings, notes: [...notes, { text }] };
}
