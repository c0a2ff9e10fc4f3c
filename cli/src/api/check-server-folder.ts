import { lstatSync, type Stats } from "node:fs";
import { dirname } from "node:path";
import { CatalystError } from "@catalyst/core/apart";

/** What group and others may do. */
const OTHERS = 0o077;

/**
 * Throws `invalid_configuration` for a folder in which somebody else could answer in the server's place. One that isn't there
 * is made by the server.
 */
export async function checkServerFolder(folder: string): Promise<void> {
  const found = await lookAt(folder);
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

/** undefined: nothing is there. Where even that can't be seen, making the home says why. */
async function lookAt(folder: string): Promise<Stats | undefined> {
  try {
    return lstatSync(folder, { throwIfNoEntry: false });
  } catch {
    const { makeHome } = await import("../make-home.ts");
    await makeHome(dirname(folder));
    return undefined;
  }
}

function refuse(problem: string): CatalystError {
  return new CatalystError("invalid_configuration", `Asking the server failed: ${problem}.`);
}
