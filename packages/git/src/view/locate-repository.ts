import { access, constants, lstat, realpath, stat } from "node:fs/promises";
import { basename, dirname, join, resolve } from "node:path";
import type { Way } from "@catalyst/core";
import { CatalystError } from "@catalyst/core/apart";
import type { Identity } from "../run-git.ts";
import { readPlainFile } from "./read/read-plain-file.ts";

const MAX_POINTER_BYTES = 4096;
const REPLACEMENT = "\ufffd";

/** Where the parts of a repository on this machine are. Nothing of its configuration was read to know it. */
export interface RepositoryPlace {
  /** The folder of the checkout, or of the bare repository. */
  root: string;
  isBare: boolean;
  /** The checkout's own: HEAD and index. */
  gitDir: string;
  /** What all its checkouts share: objects and refs. */
  commonDir: string;
  /** Whose the shared part is: what is added there becomes theirs. */
  owner: Identity;
  /** Everyone whose files lead to the repository or are it, beginning with `owner`. */
  owners: readonly Identity[];
}

/** The repository that a folder is in. Throws `not_found` or `invalid_input` with the way out. */
export async function locateRepository(path: string): Promise<RepositoryPlace> {
  const folder = await findFolder(path);
  for (let candidate = folder; ; candidate = dirname(candidate)) {
    const place = await lookAt(candidate);
    if (place !== null) {
      return place;
    }
    if (candidate === dirname(candidate)) {
      throw refuse(path, "it is not a git repository.", { kind: "name_repository", how: "make" });
    }
  }
}

async function findFolder(path: string): Promise<string> {
  const entry = await stat(path).catch(() => null);
  if (entry?.isFile()) {
    throw refuse(path, "it is a file.", { kind: "name_repository", how: "folder" });
  }
  if (entry === null) {
    const reason = path.includes(REPLACEMENT)
      ? 'its name holds bytes that are not UTF-8. Give it a second name, and use that: ln -s "$PWD" /tmp/repository'
      : "there is no such folder.";
    throw new CatalystError("not_found", `Opening the repository ${path} failed: ${reason}`, {
      way: path.includes(REPLACEMENT) ? null : { kind: "find_folder", path },
    });
  }
  // What it holds, or that it holds nothing, is then nobody's guess.
  if (!(await mayEnter(path))) {
    throw refuse(path, "this account may not read that folder. Give it the right to, or run as the folder's owner.");
  }
  return withoutLinks(path);
}

function mayEnter(folder: string): Promise<boolean> {
  return access(folder, constants.R_OK | constants.X_OK).then(
    () => true,
    () => false,
  );
}

/** As it is where its name without links is one that Node can't say. */
async function withoutLinks(path: string): Promise<string> {
  const bytes = await realpath(path, { encoding: "buffer" });
  return isUtf8(bytes) ? bytes.toString() : path;
}

async function lookAt(folder: string): Promise<RepositoryPlace | null> {
  const entry = await lstat(join(folder, ".git")).catch(() => null);
  if (entry !== null) {
    const gitDir = entry.isFile() ? await followPointer(folder) : await withoutLinks(join(folder, ".git"));
    return describe({ root: folder, gitDir, isBare: false, pointer: entry });
  }
  if (!(await isGitFolder(folder))) {
    return null;
  }
  const isOfCheckout = basename(folder) === ".git";
  const root = isOfCheckout ? dirname(folder) : folder;
  return describe({ root, gitDir: folder, isBare: !isOfCheckout, pointer: await stat(folder) });
}

/** Checkouts beside the first one, and submodules, have a file that names the folder. */
async function followPointer(folder: string): Promise<string> {
  const [, target] = /^gitdir: (.+)$/s.exec(await readPointer(join(folder, ".git"), folder)) ?? [];
  if (target === undefined) {
    throw refuse(folder, 'its file .git doesn\'t say "gitdir: " and a path. Mend that file.');
  }
  const gitDir = resolve(folder, target);
  if (!(await isThere(gitDir))) {
    throw refuse(folder, `its file .git names ${gitDir}, which isn't there. Mend it: git worktree repair`);
  }
  return withoutLinks(gitDir);
}

async function describe(found: {
  root: string;
  gitDir: string;
  isBare: boolean;
  pointer: Identity;
}): Promise<RepositoryPlace> {
  const { root, gitDir, isBare, pointer } = found;
  const isLinked = await isThere(join(gitDir, "commondir"));
  const shared = isLinked ? await readPointer(join(gitDir, "commondir"), root) : ".";
  const commonDir = await withoutLinks(resolve(gitDir, shared)).catch(() => gitDir);
  if (!(await isGitFolder(commonDir))) {
    throw refuse(root, `${commonDir} is not a whole git repository: HEAD, objects or refs is missing. Mend it.`);
  }
  const { uid, gid } = await stat(commonDir);
  const owners = [{ uid, gid }, await stat(gitDir), await stat(root), pointer].map((one) => ({
    uid: one.uid,
    gid: one.gid,
  }));
  return { root, isBare, gitDir, commonDir, owner: { uid, gid }, owners };
}

async function readPointer(path: string, root: string): Promise<string> {
  const file = await readPlainFile(path, { maxBytes: MAX_POINTER_BYTES });
  if (file.kind === "file" && isUtf8(file.bytes)) {
    return file.bytes.toString().trimEnd();
  }
  const reason = file.kind === "refused" ? file.reason : "its path is not UTF-8";
  throw refuse(root, `${path} can't be read: ${reason}. Mend it.`);
}

async function isGitFolder(folder: string): Promise<boolean> {
  const parts = await Promise.all(["HEAD", "objects", "refs"].map((name) => isThere(join(folder, name))));
  return parts.every(Boolean);
}

async function isThere(path: string): Promise<boolean> {
  return (await stat(path).catch(() => null)) !== null;
}

function isUtf8(bytes: Buffer): boolean {
  return Buffer.from(bytes.toString()).equals(bytes);
}

function refuse(path: string, reason: string, way: Way | null = null): CatalystError {
  return new CatalystError("invalid_input", `Opening the repository ${path} failed: ${reason}`, { way });
}
