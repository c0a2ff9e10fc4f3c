import { rename, rm, rmdir } from "node:fs/promises";
import type { View } from "../../view/open-view.ts";
import { withFolder } from "../open-folder.ts";
import { addLock, lockRef, unlock } from "./lock-file.ts";
import { PACKED, readPacked } from "./packed-refs.ts";
import { commitOf, readRef } from "./read-refs.ts";

/** Removes a ref that is at the commit, as git itself does, packed or not. False: it is elsewhere, or somebody holds it. */
export async function removeRef(target: View, { ref, commit }: { ref: string; commit: string }): Promise<boolean> {
  const parts = ref.split("/");
  const name = parts.pop() as string;
  const isRemoved = await withFolder(target, { parts, isMade: true }, async (folder) => {
    if (!(await lockRef(folder, name, commit))) {
      return false;
    }
    try {
      if (commitOf(await readRef(target, ref)) !== commit || !(await removePacked(target, ref))) {
        return false;
      }
      await rm(folder.pathOf(name), { force: true });
      return true;
    } finally {
      await unlock(folder, name);
    }
  });
  await removeIfEmpty(target, parts);
  return isRemoved;
}

function removePacked(target: View, ref: string): Promise<boolean> {
  return withFolder(target, { parts: [], isMade: false }, async (folder) => {
    const before = await readPacked(folder);
    const rest = before === null ? null : withoutRef(before, ref);
    if (rest === null || rest === before) {
      return true;
    }
    // What it holds is compared under the lock.
    if (!(await addLock(folder, PACKED, Buffer.from(rest, "latin1")))) {
      return false;
    }
    if ((await readPacked(folder)) !== before) {
      await unlock(folder, PACKED);
      return false;
    }
    await rename(folder.pathOf(`${PACKED}.lock`), folder.pathOf(PACKED));
    return true;
  });
}

/** Lines of `<id> <name>`; the one after a tag's begins with `^` and belongs to it. */
function withoutRef(packed: string, ref: string): string {
  const name = ref.replaceAll(/[.*+?^${}()|[\]\\]/g, "\\$&");
  return packed.replace(new RegExp(`^[0-9a-f]+ ${name}\\n(?:\\^[0-9a-f]+\\n)?`, "m"), "");
}

/** The folder of a task's refs, once the last one is gone. */
async function removeIfEmpty(target: View, parts: string[]): Promise<void> {
  const above = { parts: parts.slice(0, -1), isMade: false };
  await withFolder(target, above, (folder) => rmdir(folder.pathOf(parts.at(-1) ?? ""))).catch(() => undefined);
}
