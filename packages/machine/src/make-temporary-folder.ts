import { mkdtemp } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { CatalystError } from "@catalyst/core/apart";

/** What the place itself is to blame for; a full disk isn't among them. */
const PLACE_CODES = ["ENOENT", "ENOTDIR", "EACCES", "EPERM", "EROFS"];

/** Makes a folder of this process' own. Throws `invalid_configuration` when its place can't be written. */
export async function makeTemporaryFolder(prefix: string, place: string = tmpdir()): Promise<string> {
  try {
    return await mkdtemp(join(place, prefix));
  } catch (cause) {
    const { code = "" } = cause as NodeJS.ErrnoException;
    if (!PLACE_CODES.includes(code)) {
      throw cause;
    }
    throw new CatalystError(
      "invalid_configuration",
      `Making a temporary folder in ${place} failed: it isn't there or can't be written (${code}). Make it writable for you, or set TMPDIR to a folder that is: export TMPDIR=/tmp`,
      { cause },
    );
  }
}
