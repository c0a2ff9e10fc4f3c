import { constants } from "node:fs";
import { type FileHandle, open } from "node:fs/promises";
import { CatalystError, MAX_SETTINGS_BYTES } from "@catalyst/core";

/**
 * A file of settings as text; null: there is none. A repository's own may be no link: it would lead out of the repository.
 * Throws `invalid_configuration` for anything but a small file.
 */
export async function readSmallFile(path: string, { followsLinks }: { followsLinks: boolean }): Promise<string | null> {
  // A pipe would be waited for.
  const flags = constants.O_RDONLY | constants.O_NONBLOCK | (followsLinks ? 0 : constants.O_NOFOLLOW);
  const file = await open(path, flags).catch((error: NodeJS.ErrnoException) => {
    if (error.code === "ENOENT" || error.code === "ENOTDIR") {
      return null;
    }
    throw refuse(path, error);
  });
  if (file === null) {
    return null;
  }
  try {
    return await readWhole(file, path);
  } catch (error) {
    throw error instanceof CatalystError ? error : refuse(path, error as Error);
  } finally {
    await file.close();
  }
}

/** The size that a file says it has may be wrong, as in /proc. */
async function readWhole(file: FileHandle, path: string): Promise<string> {
  if (!(await file.stat()).isFile()) {
    throw refuse(path);
  }
  const buffer = Buffer.alloc(MAX_SETTINGS_BYTES + 1);
  let length = 0;
  for (let read = -1; read !== 0 && length < buffer.length; length += read) {
    read = (await file.read(buffer, length, buffer.length - length)).bytesRead;
  }
  if (length > MAX_SETTINGS_BYTES) {
    throw refuse(path);
  }
  return buffer.toString("utf8", 0, length);
}

function refuse(path: string, cause?: Error): CatalystError {
  return new CatalystError(
    "invalid_configuration",
    `Reading ${path} failed: it is not a file of at most ${MAX_SETTINGS_BYTES} bytes, or can't be read. Mend or remove it.`,
    { cause },
  );
}
