import { readdir, rename, rmdir } from "node:fs/promises";
import { join } from "node:path";
import type { View } from "../../view/open-view.ts";
import { type OpenFolder, withFolder } from "../open-folder.ts";
import { lockRef, unlock } from "./lock-file.ts";
import type { RefValue } from "./read-refs.ts";
import { readStoredRef } from "./read-stored-ref.ts";

export interface RefMove {
  /** The whole name, which conflicts with that of no other ref. */
  ref: string;
  /** The commit that it must be at; null: there is none yet. */
  from: string | null;
  to: string;
}

/** `elsewhere`: it holds something else. `locked`: somebody else's lock stays on it. */
export type RefMoved =
  | { kind: "moved" }
  | { kind: "elsewhere"; value: RefValue | null }
  | { kind: "locked"; path: string };

/**
 * Puts a ref from one commit to another as git itself does: a lock file that only one can make, the comparison under the
 * lock, and a rename. Nothing of the repository's configuration has a say, and none of its hooks runs.
 */
export async function moveRef(target: View, { ref, from, to }: RefMove): Promise<RefMoved> {
  const parts = ref.split("/");
  const name = parts.pop() as string;
  return withFolder(target, { parts, isMade: true }, async (folder) => {
    if (!(await lockRef(folder, name, to))) {
      return { kind: "locked", path: join(target.place.commonDir, `${ref}.lock`) };
    }
    try {
      const value = await readStoredRef(target, { folder, name, ref });
      // A symbolic ref is no commit that could be moved on from.
      if ((value?.kind === "symbolic" ? value.ref : (value?.id ?? null)) !== from) {
        await unlock(folder, name);
        return { kind: "elsewhere", value };
      }
      await replace(folder, name);
      return { kind: "moved" };
    } catch (error) {
      await unlock(folder, name);
      throw error;
    }
  });
}

/** Empty folders are what deleted branches leave that had this name as the first part of theirs. */
async function replace(folder: OpenFolder, name: string): Promise<void> {
  const lock = folder.pathOf(`${name}.lock`);
  try {
    await rename(lock, folder.pathOf(name));
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== "EISDIR") {
      throw error;
    }
    await removeEmpty(folder.pathOf(name));
    await rename(lock, folder.pathOf(name));
  }
}

async function removeEmpty(path: string): Promise<void> {
  for (const entry of await readdir(path, { withFileTypes: true })) {
    if (entry.isDirectory()) {
      await removeEmpty(join(path, entry.name));
    }
  }
  await rmdir(path);
}
