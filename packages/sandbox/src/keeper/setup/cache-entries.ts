import { readdirSync, renameSync } from "node:fs";
import { join } from "node:path";
import { removeFolder } from "../../remove-folder.ts";

const ENTRY = /^[0-9a-f-]{36}-[0-9a-f]{64}$/;
const DROPPED = ".dropped-";

/** Where the results of setups are kept, each in a folder named after its repository and its key. */
export function setupCacheFolder(home: string): string {
  return join(home, "setup-cache");
}

export function entryName({ repoId, key }: { repoId: string; key: string }): string {
  return `${repoId}-${key}`;
}

export function listEntries(folder: string): string[] {
  return readNames(folder).filter((name) => ENTRY.test(name));
}

/** Removes an entry. It is put out of the way first: a half-removed one must not be taken for a whole one. */
export async function dropEntry(folder: string, name: string): Promise<void> {
  const dropped = join(folder, `${DROPPED}${name}`);
  await removeFolder(dropped);
  renameSync(join(folder, name), dropped);
  await removeFolder(dropped);
}

/** Removes what is left of entries that were dropped by somebody who was killed. */
export async function removeDropped(folder: string): Promise<void> {
  for (const name of readNames(folder).filter((one) => one.startsWith(DROPPED))) {
    await removeFolder(join(folder, name));
  }
}

/**
 * Removes what setups made, of one repository or of all; how many there were. An environment that is just being given one
 * runs its setup anew.
 */
export async function dropSetups({ home, repoId }: { home: string; repoId: string | null }): Promise<number> {
  const folder = setupCacheFolder(home);
  const entries = listEntries(folder).filter((name) => repoId === null || name.startsWith(`${repoId}-`));
  for (const name of entries) {
    await dropEntry(folder, name);
  }
  await removeDropped(folder);
  return entries.length;
}

function readNames(folder: string): string[] {
  try {
    return readdirSync(folder);
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === "ENOENT") {
      return [];
    }
    throw error;
  }
}
