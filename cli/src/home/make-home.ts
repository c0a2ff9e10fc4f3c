import { mkdir, stat } from "node:fs/promises";
import { dirname } from "node:path";
import { CatalystError } from "@catalyst/core/apart";
import { checkHome, checkHomePath } from "./check-home.ts";

const PROBLEMS: Record<string, string> = {
  ENOTDIR: "what is there, or above it, is no folder",
  EACCES: "you may not write there",
  EPERM: "you may not write there",
  EROFS: "it is on a disk that can only be read",
  ENOENT: "nothing can be made there",
};

/**
 * Makes the home's folder with those above it, unless it is there. Throws `prerequisite_missing`, and `invalid_configuration` for
 * one in which others may write, or whose path is too long.
 */
export async function makeHome(home: string): Promise<void> {
  checkHomePath(home);
  try {
    await makeFolder(home);
  } catch (error) {
    const { code = "", message } = error as NodeJS.ErrnoException;
    throw new CatalystError(
      "prerequisite_missing",
      `Making the folder ${home} for what Catalyst keeps failed: ${PROBLEMS[code] ?? message}. Set CATALYST_HOME to a folder that you may write.`,
      { cause: error },
    );
  }
  checkHome(home);
}

/** Not by `recursive`: where a parent is there and says that it isn't, as in /proc, that tries for ever. */
async function makeFolder(path: string): Promise<void> {
  try {
    await makeOne(path);
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== "ENOENT" || dirname(path) === path) {
      throw error;
    }
    await makeFolder(dirname(path));
    await makeOne(path);
  }
}

async function makeOne(path: string): Promise<void> {
  try {
    await mkdir(path, { mode: 0o700 });
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== "EEXIST") {
      throw error;
    }
    if (!(await stat(path)).isDirectory()) {
      throw Object.assign(new Error(`${path} is no folder`), { code: "ENOTDIR" });
    }
  }
}
