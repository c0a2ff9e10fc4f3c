import { randomUUID } from "node:crypto";
import { existsSync, linkSync, mkdirSync, rmSync, truncateSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { run } from "../run.ts";

/** How much of a disk there is for each file that may be on it. */
export const BYTES_PER_FILE = 8192;
const FEWEST_FILES = 1024;
/** Without a journal: after a crash the environment is lost in any case. */
const OPTIONS = ["-q", "-F", "-O", "^has_journal", "-E", "lazy_itable_init=1,nodiscard", "-m", "0"];

export interface ImageWish {
  /** Where empty images are kept, the trusted side's alone. */
  folder: string;
  diskMib: number;
  target: string;
}

/**
 * Makes a file with an empty file system of that size. It is sparse: it takes from the machine's disk only what is written.
 * Each size is made once and copied from then on; the kept one is never mounted, so nothing was ever in it.
 */
export async function copyEmptyImage({ folder, diskMib, target }: ImageWish): Promise<void> {
  const kept = join(folder, `empty-${diskMib}.ext4`);
  if (!existsSync(kept)) {
    await makeImage(kept, diskMib);
  }
  await run("cp", ["--sparse=auto", "--reflink=auto", "--no-preserve=all", "--", kept, target]);
}

/** It is there whole or not at all; of several that are made at once the first stays. */
async function makeImage(path: string, diskMib: number): Promise<void> {
  const fresh = `${path}.${randomUUID()}.new`;
  mkdirSync(dirname(path), { recursive: true, mode: 0o700 });
  try {
    writeFileSync(fresh, "");
    truncateSync(fresh, diskMib * 2 ** 20);
    const files = Math.max(FEWEST_FILES, Math.floor((diskMib * 2 ** 20) / BYTES_PER_FILE));
    await run("mkfs.ext4", [...OPTIONS, "-N", String(files), fresh]);
    linkSync(fresh, path);
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== "EEXIST") {
      throw error;
    }
  } finally {
    rmSync(fresh, { force: true });
  }
}
