import { lstatSync, mkdirSync, type Stats } from "node:fs";
import { dirname } from "node:path";
import { CatalystError } from "@catalyst/core/apart";
import { checkHome, checkHomePath } from "../home/check-home.ts";

/** What group and others may do. */
const OTHERS = 0o077;

/**
 * Makes the server's folder where there is none, so that nobody else can do so while the server starts. Throws
 * `invalid_configuration` for one in which somebody else could answer in the server's place, or whose path is too long.
 */
export async function checkServerFolder(folder: string): Promise<void> {
  checkHomePath(dirname(folder));
  const found = await lookAt(folder);
  checkHome(dirname(folder));
  if (!isOwn(found)) {
    throw refuse(`${folder} is not a folder of this user. Remove it, or choose another CATALYST_HOME`);
  }
  if (!isClosed(found)) {
    throw refuse(`others may use ${folder}. Close it: chmod 700 ${folder}`);
  }
}

function isOwn(found: Stats): boolean {
  return found.isDirectory() && found.uid === process.getuid?.();
}

/** Whether nobody else could answer in it. */
export function isClosed(found: Stats): boolean {
  return isOwn(found) && (found.mode & OTHERS) === 0;
}

/** What stands there itself: a link isn't followed. */
async function lookAt(folder: string): Promise<Stats> {
  try {
    return lstatSync(folder);
  } catch {
    const { makeHome } = await import("../home/make-home.ts");
    await makeHome(dirname(folder));
    mkdirSync(folder, { mode: 0o700, recursive: true });
    return lstatSync(folder);
  }
}

function refuse(problem: string): CatalystError {
  return new CatalystError("invalid_configuration", `Asking the server failed: ${problem}.`);
}
