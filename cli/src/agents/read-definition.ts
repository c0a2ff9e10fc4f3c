import { constants } from "node:fs";
import { open, readdir } from "node:fs/promises";
import { CatalystError } from "@catalyst/core/apart";

/** What one definition may have. */
const MAX_BYTES = 64 * 1024;
const ENDING = ".yaml";

/** The names, without their ending, of the definitions in a folder; none where there is no such folder. */
export async function listDefinitions(folder: string): Promise<string[]> {
  const names = await readdir(folder).catch((error: NodeJS.ErrnoException) => {
    if (error.code === "ENOENT" || error.code === "ENOTDIR") {
      return [];
    }
    throw error;
  });
  return names
    .filter((name) => name.endsWith(ENDING))
    .map((name) => name.slice(0, -ENDING.length))
    .toSorted();
}

/**
 * The text of a definition; null: there is no such file. `followsLinks`: the file is the user's own. Throws
 * `invalid_configuration` for what is no plain file, or too long.
 */
export async function readDefinition(path: string, followsLinks: boolean): Promise<string | null> {
  const flags = constants.O_RDONLY | constants.O_NONBLOCK | (followsLinks ? 0 : constants.O_NOFOLLOW);
  try {
    const file = await open(path, flags);
    try {
      const { size } = await file.stat().then((stats) => (stats.isFile() ? stats : { size: null }));
      if (size === null) {
        throw refuse(path, "it is no plain file");
      }
      if (size > MAX_BYTES) {
        throw refuse(path, `it is longer than ${MAX_BYTES / 1024} KiB`);
      }
      const { buffer, bytesRead } = await file.read(Buffer.alloc(MAX_BYTES), 0, MAX_BYTES, 0);
      return buffer.toString("utf8", 0, bytesRead);
    } finally {
      await file.close();
    }
  } catch (error) {
    const { code, message } = error as NodeJS.ErrnoException;
    if (code === "ENOENT" || code === "ENOTDIR") {
      return null;
    }
    throw error instanceof CatalystError ? error : refuse(path, code === "ELOOP" ? "it is a link" : message);
  }
}

function refuse(path: string, problem: string): CatalystError {
  return new CatalystError("invalid_configuration", `Reading ${path} failed: ${problem}.`);
}
