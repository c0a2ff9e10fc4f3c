import { constants, open } from "node:fs/promises";
import type { OpenFolder } from "../open-folder.ts";

export const PACKED = "packed-refs";
const MAX_PACKED_BYTES = 256 * 1024 * 1024;

/** As latin1, of a repository's shared folder; null: there is none. Throws where it is longer. */
export async function readPacked(folder: OpenFolder, maxBytes = MAX_PACKED_BYTES): Promise<string | null> {
  const flags = constants.O_RDONLY | constants.O_NOFOLLOW | constants.O_NONBLOCK;
  const file = await open(folder.pathOf(PACKED), flags).catch((error: NodeJS.ErrnoException) => {
    if (error.code === "ENOENT") {
      return null;
    }
    throw error;
  });
  try {
    const size = (await file?.stat())?.size ?? 0;
    if (size > maxBytes) {
      throw new Error(`${PACKED} has ${size} bytes`);
    }
    return file === null ? null : (await file.readFile()).toString("latin1");
  } finally {
    await file?.close();
  }
}
