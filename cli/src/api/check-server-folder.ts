import { lstatSync } from "node:fs";
import { CatalystError } from "@catalyst/core/apart";

/** What group and others may do. */
const OTHERS = 0o077;

/**
 * Throws `invalid_configuration` for a folder in which somebody else could answer in the server's place. One that isn't there
 * is made by the server.
 */
export async function checkServerFolder(folder: string): Promise<void> {
  const found = lstatSync(folder, { throwIfNoEntry: false });
  if (found === undefined) {
    return;
  }
  if (!found.isDirectory() || found.uid !== process.getuid?.()) {
    throw refuse(`${folder} is not a folder of this user. Remove it, or choose another CATALYST_HOME`);
  }
  if ((found.mode & OTHERS) !== 0) {
    throw refuse(`others may use ${folder}. Close it: chmod 700 ${folder}`);
  }
}

function refuse(problem: string): CatalystError {
  return new CatalystError("invalid_configuration", `Asking the server failed: ${problem}.`);
}
