import { type FileHandle, unlink } from "node:fs/promises";
import { setTimeout as wait } from "node:timers/promises";
import { readPlainFile } from "../../view/read/read-plain-file.ts";
import type { OpenFolder } from "../open-folder.ts";

/** Another git holds a lock for milliseconds; one that died holds it for ever. */
const LOCK_MILLISECONDS = 2000;
const POLL_MILLISECONDS = 20;
const FILE_MODE = 0o666;
const MAX_LOCK_BYTES = 100;

/** Locks a ref as git does, by a file that only one can make, which holds what the ref is to hold. False: another has it. */
export async function lockRef(folder: OpenFolder, name: string, id: string): Promise<boolean> {
  const content = `${id}\n`;
  if (await addLock(folder, name, content)) {
    return true;
  }
  // A lock that would do the very same is what a process that was killed here has left.
  const left = await readPlainFile(folder.pathOf(`${name}.lock`), { maxBytes: MAX_LOCK_BYTES });
  if (left.kind !== "file" || left.bytes.toString() !== content) {
    return false;
  }
  await unlink(folder.pathOf(`${name}.lock`));
  return addLock(folder, name, content);
}

/** Makes the lock file of a file of the repository, with this content, or waits for a while until it can. */
export async function addLock(folder: OpenFolder, name: string, content: string | Buffer): Promise<boolean> {
  const deadline = Date.now() + LOCK_MILLISECONDS;
  const file = { mode: FILE_MODE, write: (handle: FileHandle) => handle.writeFile(content) };
  for (;;) {
    try {
      await folder.addFile(`${name}.lock`, file);
      return true;
    } catch (error) {
      if ((error as NodeJS.ErrnoException).code !== "EEXIST") {
        throw error;
      }
      if (Date.now() > deadline) {
        return false;
      }
    }
    await wait(POLL_MILLISECONDS);
  }
}

export async function unlock(folder: OpenFolder, name: string): Promise<void> {
  await unlink(folder.pathOf(`${name}.lock`)).catch(() => undefined);
}
