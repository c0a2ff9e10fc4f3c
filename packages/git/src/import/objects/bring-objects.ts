import { copyFile } from "node:fs/promises";
import { join } from "node:path";
import { listAlternates } from "../../objects/list-known.ts";
import type { NewObjects } from "../../objects/list-new-objects.ts";
import type { ImportOrder } from "../import-order.ts";
import { linkObjects } from "./link-objects.ts";
import { moveChecked, moveObjects } from "./move-objects.ts";

/**
 * Gives an empty repository all that a result needs, so that it outlives quarantine and mirror. What the mirror has is linked;
 * the rest is packed. What is in the history already isn't looked at again. Returns what git found in the new objects, or null.
 */
export async function bringObjects(
  { quarantinePath: from, resultPath: to, baseCommit, checkedFrom }: ImportOrder,
  { news, mirrorRefs }: { news: NewObjects; mirrorRefs: readonly string[] },
): Promise<string | null> {
  for (const objects of await listAlternates(from)) {
    await linkObjects(objects, to);
  }
  await takeShallow(from, to);
  const beyond = [baseCommit, checkedFrom].filter((id) => !mirrorRefs.includes(id));
  if (beyond.length > 0) {
    const wanted = [...beyond, ...mirrorRefs.map((id) => `^${id}`)];
    await moveObjects({ from, to, options: ["--revs"], wanted, isChecked: false });
  }
  return news.objects.size === 0 ? null : moveChecked({ from, to, options: [], wanted: [...news.objects.keys()] });
}

/** Where the history ends that is there. */
async function takeShallow(from: string, to: string): Promise<void> {
  await copyFile(join(from, "shallow"), join(to, "shallow")).catch((error: NodeJS.ErrnoException) => {
    if (error.code !== "ENOENT") {
      throw error;
    }
  });
}
