import { access, constants, lstat, readFile, realpath, stat } from "node:fs/promises";
import { join, resolve } from "node:path";
import { CatalystError } from "@catalyst/core";

/** A person's repository on this machine, as far as publishing needs it. Nothing of its configuration is read. */
export interface Target {
  /** As the person named it. */
  url: string;
  /** What all its working trees share: objects, branches. */
  commonDir: string;
  /** Whose the repository is: new files in it become theirs. */
  owner: { uid: number; gid: number };
  isBare: boolean;
}

const MAX_POINTER_BYTES = 4096;

/** Throws `not_found` for what is no repository, `unsupported` for one whose branches are in a format that is unknown here. */
export async function locateTarget(url: string): Promise<Target> {
  const root = await realpath(url).catch(() => null);
  const found = root === null ? null : await findGitFolder(root);
  if (found === null) {
    throw new CatalystError(
      "not_found",
      `Opening the repository ${url} failed: the folder is gone, or it is no git repository any more. Put it back, then try again.`,
    );
  }
  const commonDir = await realpath(
    resolve(found.gitFolder, (await readPointer(join(found.gitFolder, "commondir"))) ?? "."),
  );
  if ((await stat(join(commonDir, "reftable")).catch(() => null)) !== null) {
    throw new CatalystError(
      "unsupported",
      `Publishing into ${url} failed: it keeps its branches as a reftable, which can't be written here. Convert it: git refs migrate --ref-format=files`,
    );
  }
  const { uid, gid } = await stat(commonDir);
  return { url, commonDir, owner: { uid, gid }, isBare: found.isBare };
}

async function findGitFolder(root: string): Promise<{ gitFolder: string; isBare: boolean } | null> {
  const dotGit = join(root, ".git");
  const entry = await lstat(dotGit).catch(() => null);
  if (entry?.isFile()) {
    const pointer = /^gitdir: (.+)$/.exec((await readPointer(dotGit)) ?? "")?.[1];
    return pointer === undefined ? null : { gitFolder: await realpath(resolve(root, pointer)), isBare: false };
  }
  if (entry !== null) {
    return { gitFolder: await realpath(dotGit), isBare: false };
  }
  const parts = ["HEAD", "objects", "refs"].map((name) => stat(join(root, name)).catch(() => null));
  return (await Promise.all(parts)).includes(null) ? null : { gitFolder: root, isBare: true };
}

/** The text of a small file that names one thing; null when there is no such file. */
export async function readPointer(path: string): Promise<string | null> {
  const entry = await lstat(path).catch(() => null);
  return entry?.isFile() && entry.size <= MAX_POINTER_BYTES ? (await readFile(path, "utf8")).trimEnd() : null;
}

/** Throws like a file operation when this user may not add objects and branches. */
export async function checkWritable({ commonDir }: Target): Promise<void> {
  for (const part of ["objects", "refs", "refs/heads"]) {
    await access(join(commonDir, part), constants.W_OK);
  }
}
