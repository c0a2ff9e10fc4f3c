import { rmSync } from "node:fs";
import { basename, dirname } from "node:path";
import type { EarlyDisk } from "./disk/mount-disk.ts";

/** Keepers wait in a folder of it for whichever environment comes next. */
export const NEXT_FOLDER = "next";

/** Ends a keeper that isn't wanted. A folder that no environment got is its own, and goes with it. */
export async function leaveUnordered(early: EarlyDisk | null): Promise<never> {
  await early?.remove();
  try {
    const folder = process.cwd();
    if (basename(dirname(folder)) === NEXT_FOLDER) {
      rmSync(folder, { recursive: true, force: true });
    }
  } catch {
    // Whoever started us has removed it.
  }
  process.exit();
}
