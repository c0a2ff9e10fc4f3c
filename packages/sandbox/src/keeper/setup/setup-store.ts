import { existsSync, statSync } from "node:fs";
import { join } from "node:path";
import type { DiskStore } from "@catalyst/core";
import { dropEntry, listEntries, removeDropped, setupCacheFolder } from "./cache-entries.ts";

/** What setups made in a home, by the names of its entries. Putting one in place is a use of it. */
export function setupStore(home: string): DiskStore {
  const folder = setupCacheFolder(home);
  const usedAt = (name: string) => statSync(join(folder, name)).mtime;
  return {
    async list() {
      await removeDropped(folder);
      return listEntries(folder).map((id) => ({ id, usedAt: usedAt(id) }));
    },
    async remove(id, unusedSince) {
      if (!existsSync(join(folder, id)) || usedAt(id) >= unusedSince) {
        return false;
      }
      await dropEntry(folder, id);
      return true;
    },
  };
}
