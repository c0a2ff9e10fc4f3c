import type { Stats } from "node:fs";
import { access, chmod, constants, lstat, realpath } from "node:fs/promises";
import { dirname, join } from "node:path";
import { showName } from "../../workspace/name-files.ts";

/** GitHub takes no larger file, and a push of it would fail as a whole. */
const MAX_FILE_BYTES = 100 * 1024 * 1024;
const READABLE = 0o400;

/** What differs between an index and its folder, by what is there now. */
export interface ChangedFiles {
  /** The index has them, and the folder has not. */
  gone: string[];
  /** The index has a file there, or a link to a repository. */
  folders: string[];
  /** Links are files, too. */
  files: string[];
  /** What can't be taken, a few words each. */
  leftOut: string[];
}

export interface Changes {
  /** The index has them. */
  tracked: string[];
  others: string[];
}

/** Looks at each of the names that git gave. Those that their owner may not read are made readable. */
export async function sortChanges({ tracked, others }: Changes, folder: string): Promise<ChangedFiles> {
  const sorted: ChangedFiles = { gone: [], folders: [], files: [], leftOut: [] };
  const isThere = createFolderTest(folder);
  for (const name of tracked) {
    const found = (await isThere(dirname(name))) ? await look(folder, name) : null;
    await (found === null ? sorted.gone.push(name) : sort(sorted, { name, folder, found }));
  }
  for (const name of others) {
    const found = await look(folder, name);
    await (found === null ? undefined : sort(sorted, { name, folder, found }));
  }
  return sorted;
}

async function sort(
  { folders, files, leftOut }: ChangedFiles,
  { name, folder, found }: { name: string; folder: string; found: Stats },
): Promise<void> {
  if (found.isDirectory()) {
    folders.push(name);
  } else if (found.isSymbolicLink()) {
    files.push(name);
  } else if (!found.isFile()) {
    leftOut.push(`${showName(name)} (neither a file nor a link)`);
  } else if (found.size > MAX_FILE_BYTES) {
    leftOut.push(`${showName(name)} (over 100 MiB)`);
  } else {
    const path = pathOf(folder, name);
    await access(path, constants.R_OK).catch(() => chmod(path, found.mode | READABLE).catch(() => undefined));
    files.push(name);
  }
}

/** Whether a folder is one, and no link leads to it: behind a link is nothing of what the index has there. */
function createFolderTest(folder: string): (name: string) => Promise<boolean> {
  const known = new Map<string, Promise<boolean>>();
  const test = async (name: string): Promise<boolean> => {
    const path = pathOf(folder, name);
    const [real, root] = await Promise.all([realpath(path, "latin1"), realpath(Buffer.from(folder), "latin1")]);
    return real === (name === "." ? root : `${root}/${name}`);
  };
  return (name) => {
    const answer = known.get(name) ?? test(name).catch(() => false);
    known.set(name, answer);
    return answer;
  };
}

function look(folder: string, name: string): Promise<Stats | null> {
  return lstat(pathOf(folder, name)).catch(() => null);
}

function pathOf(folder: string, name: string): Buffer {
  return Buffer.concat([Buffer.from(join(folder, "/")), Buffer.from(name, "latin1")]);
}
