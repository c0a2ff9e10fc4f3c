import { type FileHandle, readdir, rename, rmdir, unlink } from "node:fs/promises";
import { join } from "node:path";
import { setTimeout as wait } from "node:timers/promises";
import type { View } from "../view/open-view.ts";
import { readPlainFile } from "../view/read-plain-file.ts";
import { type OpenFolder, withFolder } from "./open-folder.ts";
import { type RefValue, readRef } from "./read-refs.ts";

/** Another git holds a lock for milliseconds; one that died holds it for ever. */
const LOCK_MILLISECONDS = 2000;
const POLL_MILLISECONDS = 20;
const FILE_MODE = 0o666;
const MAX_LOCK_BYTES = 100;

export interface RefMove {
  /** The whole name, which conflicts with that of no other ref. */
  ref: string;
  /** The commit that it must be at; null: there is none yet. */
  from: string | null;
  to: string;
}

/** `elsewhere`: it holds something else. `locked`: somebody else's lock stays on it. */
export type RefMoved =
  | { kind: "moved" }
  | { kind: "elsewhere"; value: RefValue | null }
  | { kind: "locked"; path: string };

/**
 * Puts a ref from one commit to another as git itself does: a lock file that only one can make, the comparison under the
 * lock, and a rename. Nothing of the repository's configuration has a say, and none of its hooks runs.
 */
export async function moveRef(target: View, { ref, from, to }: RefMove): Promise<RefMoved> {
  const parts = ref.split("/");
  const name = parts.pop() as string;
  return withFolder(target, { parts, isMade: true }, async (folder) => {
    if (!(await lock(folder, name, to))) {
      return { kind: "locked", path: join(target.place.commonDir, `${ref}.lock`) };
    }
    try {
      const value = await readRef(target, ref);
      if (idOf(value) !== from) {
        await unlink(folder.pathOf(`${name}.lock`));
        return { kind: "elsewhere", value };
      }
      await replace(folder, name);
      return { kind: "moved" };
    } catch (error) {
      await unlink(folder.pathOf(`${name}.lock`)).catch(() => undefined);
      throw error;
    }
  });
}

/** A symbolic ref is no commit that could be moved on from. */
function idOf(value: RefValue | null): string | null {
  return value?.kind === "symbolic" ? value.ref : (value?.id ?? null);
}

/** A lock that holds this very commit is what a process that was killed here has left. */
async function lock(folder: OpenFolder, name: string, to: string): Promise<boolean> {
  if (await addLock(folder, name, to)) {
    return true;
  }
  const left = await readPlainFile(folder.pathOf(`${name}.lock`), { maxBytes: MAX_LOCK_BYTES });
  if (left.kind !== "file" || left.bytes.toString().trim() !== to) {
    return false;
  }
  await unlink(folder.pathOf(`${name}.lock`));
  return addLock(folder, name, to);
}

async function addLock(folder: OpenFolder, name: string, id: string): Promise<boolean> {
  const deadline = Date.now() + LOCK_MILLISECONDS;
  const content = { mode: FILE_MODE, write: (file: FileHandle) => file.writeFile(`${id}\n`) };
  for (;;) {
    try {
      await folder.addFile(`${name}.lock`, content);
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

/** Empty folders are what deleted branches leave that had this name as the first part of theirs. */
async function replace(folder: OpenFolder, name: string): Promise<void> {
  const lock = folder.pathOf(`${name}.lock`);
  try {
    await rename(lock, folder.pathOf(name));
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== "EISDIR") {
      throw error;
    }
    await removeEmpty(folder.pathOf(name));
    await rename(lock, folder.pathOf(name));
  }
}

async function removeEmpty(path: string): Promise<void> {
  for (const entry of await readdir(path, { withFileTypes: true })) {
    if (entry.isDirectory()) {
      await removeEmpty(join(path, entry.name));
    }
  }
  await rmdir(path);
}
