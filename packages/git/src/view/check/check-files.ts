import type { Dirent } from "node:fs";
import { readdir, stat } from "node:fs/promises";
import { join } from "node:path";
import { CatalystError } from "@catalyst/core/apart";
import type { RepositoryPlace } from "../locate-repository.ts";

const MEBIBYTE = 1024 * 1024;
/** Of the shared part, what git reads to its end whenever it is asked anything. */
const LISTS = ["packed-refs", "shallow", "info/exclude", "info/attributes", "objects/info/alternates"];
/** A million refs take 80 MiB. */
const MAX_LIST_BYTES = 256 * MEBIBYTE;
/** One ref has a line. */
const MAX_REF_BYTES = MEBIBYTE;
/** More are not looked at: the limits that git runs under hold for them. */
const MAX_REFS = 20_000;

/**
 * Looks at what git reads to its end in a person's repository, without reading it: a device or a pipe in its place has no end.
 * Links are followed, as git does. Throws `invalid_input` that names the file.
 */
export async function checkFiles(place: RepositoryPlace): Promise<void> {
  await Promise.all(LISTS.map((name) => checkFile(join(place.commonDir, name), MAX_LIST_BYTES, place)));
  const folders = [join(place.commonDir, "refs")];
  let left = MAX_REFS;
  for (let folder = folders.pop(); folder !== undefined && left > 0; folder = folders.pop()) {
    const entries = (await readdir(folder, { withFileTypes: true }).catch(() => [])).filter(isRef).slice(0, left);
    left -= entries.length;
    folders.push(...entries.filter((entry) => entry.isDirectory()).map(({ name }) => join(folder as string, name)));
    const files = entries.filter((entry) => !entry.isDirectory());
    await Promise.all(files.map(({ name }) => checkFile(join(folder as string, name), MAX_REF_BYTES, place)));
  }
}

/** As git, which takes hidden files and locks for none. */
function isRef({ name }: Dirent): boolean {
  return !name.startsWith(".") && !name.endsWith(".lock");
}

async function checkFile(path: string, maxBytes: number, { root }: RepositoryPlace): Promise<void> {
  const entry = await stat(path).catch(() => null);
  // git says itself what it can't read.
  if (entry === null || entry.isDirectory() || (entry.isFile() && entry.size <= maxBytes)) {
    return;
  }
  const reason = entry.isFile() ? `is longer than ${maxBytes} bytes` : "is not a file";
  throw new CatalystError(
    "invalid_input",
    `Opening the repository ${root} failed: ${path} ${reason}, and git would read it to its end. Remove it.`,
  );
}
