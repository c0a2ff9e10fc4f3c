import { randomUUID } from "node:crypto";
import { type FileHandle, link, open, rm, stat } from "node:fs/promises";
import { dirname } from "node:path";
import { CatalystError } from "@catalyst/core";

/**
 * Makes a file that its owner alone can read: whole, or not at all. Throws `conflict` where there is one already, `storage_full`
 * where there is no room for it.
 */
export async function makeNewFile<T>(path: string, fill: (file: FileHandle) => Promise<T>): Promise<T> {
  const fresh = `${path}.${randomUUID()}.new`;
  try {
    await refuseThere(path);
    const file = await open(fresh, "wx", 0o600);
    try {
      const value = await fill(file);
      await file.sync();
      // Where somebody else made it meanwhile this fails, and theirs stays.
      await link(fresh, path);
      return value;
    } finally {
      await file.close();
    }
  } catch (error) {
    throw translate(error, path);
  } finally {
    await rm(fresh, { force: true });
  }
}

/** Before hours are spent on it. */
export async function refuseThere(path: string): Promise<void> {
  if ((await stat(path).catch(() => null)) !== null) {
    throw there(path);
  }
}

function there(path: string): CatalystError {
  return new CatalystError(
    "conflict",
    `Writing ${path} failed: it is there already. Nothing was changed. Name another file.`,
  );
}

function translate(error: unknown, path: string): unknown {
  const { code, message } = error as NodeJS.ErrnoException;
  switch (code) {
    case "EEXIST":
      return there(path);
    case "ENOSPC":
    case "EDQUOT":
      return new CatalystError(
        "storage_full",
        `Writing ${path} failed: the disk is full. What was written of it is removed. Make room, or name a file elsewhere.`,
        { cause: error },
      );
    case "ENOENT":
    case "ENOTDIR":
    case "EACCES":
    case "EROFS":
    case "EPERM":
      return new CatalystError(
        "invalid_input",
        `Writing ${path} failed: ${message}. Name a file in a folder that is there and that you may write: not ${dirname(path)}.`,
        {
          cause: error,
        },
      );
    default:
      return error;
  }
}
