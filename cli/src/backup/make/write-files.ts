import type { Stats } from "node:fs";
import { createReadStream } from "node:fs";
import { lstat, open, readdir } from "node:fs/promises";
import { join, relative } from "node:path";
import { fileName, isCarried } from "../archive/entry-name.ts";
import type { ArchiveWriter } from "../archive/write-archive.ts";

/**
 * Writes every file below a folder that a backup has, named from there on: each once, what has several names as links to the first.
 * Throws where one changes meanwhile.
 */
export async function writeFiles(
  folder: string,
  archive: ArchiveWriter,
  onBytes: (bytes: number) => void,
): Promise<void> {
  const written = new Map<string, string>();
  for await (const path of walk(folder)) {
    const name = fileName(relative(folder, path));
    const file = await lstat(path);
    if (!isCarried(relative(folder, path)) || !file.isFile()) {
      continue;
    }
    const same = written.get(identify(file));
    if (same !== undefined) {
      await archive.addLink(name, same);
      continue;
    }
    if (file.nlink > 1) {
      written.set(identify(file), name);
    }
    await writeFile(path, name, archive);
    onBytes(file.size);
  }
}

function identify({ dev, ino }: Stats): string {
  return `${dev}:${ino}`;
}

async function writeFile(path: string, name: string, archive: ArchiveWriter): Promise<void> {
  const handle = await open(path, "r");
  try {
    const { size } = await handle.stat();
    const content = size === 0 ? [] : createReadStream("", { fd: handle.fd, autoClose: false, end: size - 1 });
    await archive.add(name, size, content);
  } finally {
    await handle.close();
  }
}

/** Files in the order of their names; links aren't followed. */
async function* walk(folder: string): AsyncGenerator<string> {
  const entries = await readdir(folder, { withFileTypes: true }).catch(ignoreMissing);
  for (const entry of entries.toSorted((a, b) => (a.name < b.name ? -1 : 1))) {
    const path = join(folder, entry.name);
    if (entry.isDirectory()) {
      yield* walk(path);
    } else {
      yield path;
    }
  }
}

function ignoreMissing(error: NodeJS.ErrnoException): [] {
  if (error.code === "ENOENT" || error.code === "ENOTDIR") {
    return [];
  }
  throw error;
}
