import { constants, type FileHandle, mkdir, open } from "node:fs/promises";
import { join } from "node:path";
import type { View } from "../view/open-view.ts";

const FOLDER = constants.O_RDONLY | constants.O_DIRECTORY | constants.O_NOFOLLOW;
const NEW_FILE = constants.O_WRONLY | constants.O_CREAT | constants.O_EXCL | constants.O_NOFOLLOW;
const MODE_BITS = 0o7777;

/** A folder of somebody's repository, held open: a link that is put in its place meanwhile leads nothing elsewhere. */
export interface OpenFolder {
  /** The way to an entry through the open folder. */
  pathOf(name: string): string;
  /**
   * Makes a file with the owner of the repository and what the folder's mode allows of `mode`. Throws EEXIST when there is
   * one.
   */
  addFile(name: string, file: { mode: number; write: (handle: FileHandle) => Promise<unknown> }): Promise<void>;
}

/**
 * Opens a folder below the repository's own, one part after the other and none of them a link, so that whoever may write
 * there can't have a process with more rights write elsewhere. Throws ENOENT when it isn't there, unless it is to be made.
 */
export async function withFolder<Result>(
  target: View,
  { parts, isMade }: { parts: readonly string[]; isMade: boolean },
  work: (folder: OpenFolder) => Promise<Result>,
): Promise<Result> {
  let handle = await open(target.place.commonDir, FOLDER);
  try {
    for (const part of parts) {
      const next = await openPart(handle, { part, isMade, target });
      await handle.close();
      handle = next;
    }
    return await work(await openFolder(handle, target));
  } finally {
    await handle.close();
  }
}

function through(handle: FileHandle, name: string): string {
  return join(`/proc/self/fd/${handle.fd}`, name);
}

async function openPart(
  parent: FileHandle,
  { part, isMade, target }: { part: string; isMade: boolean; target: View },
): Promise<FileHandle> {
  const path = through(parent, part);
  try {
    return await open(path, FOLDER);
  } catch (error) {
    if (!isMade || (error as NodeJS.ErrnoException).code !== "ENOENT") {
      throw error;
    }
  }
  const { mode } = await parent.stat();
  const isMine = await mkdir(path).then(
    () => true,
    () => false,
  );
  const handle = await open(path, FOLDER);
  if (isMine) {
    await giveAway(handle, target);
    await handle.chmod(mode & MODE_BITS);
  }
  return handle;
}

async function openFolder(handle: FileHandle, target: View): Promise<OpenFolder> {
  const folderMode = (await handle.stat()).mode;
  return {
    pathOf: (name) => through(handle, name),
    async addFile(name, { mode, write }) {
      const file = await open(through(handle, name), NEW_FILE, 0o600);
      try {
        await write(file);
        await giveAway(file, target);
        await file.chmod(mode & folderMode);
        await file.sync();
      } finally {
        await file.close();
      }
    },
  };
}

/** Only root makes files for others; what any other user may write stays theirs. */
async function giveAway(handle: FileHandle, { place: { owner } }: View): Promise<void> {
  if (process.geteuid?.() === 0) {
    await handle.chown(owner.uid, owner.gid);
  }
}
