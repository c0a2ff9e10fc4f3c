import { stat } from "node:fs/promises";
import { join } from "node:path";
import { GitFailure, readGitBytes } from "../run-git.ts";
import type { View } from "./open-view.ts";
import { personalExcludesFile } from "./personal-git.ts";

const TIMEOUT_MILLISECONDS = 60_000;
/** A letter a byte: names of any encoding stay what they are. */
type AskIndex = (args: string[], input?: Buffer) => Promise<string>;
const UNSET = ["unspecified", "unset", ""];

/**
 * Whether a checkout holds what isn't committed; null when git can't tell. What the person's own git ignores doesn't count.
 * Nor does a changed mode, and of files that a filter would change first, that they differ: no filter is run to know it.
 */
export async function hasUncommittedChanges(view: View): Promise<boolean | null> {
  const { root, isBare, gitDir } = view.place;
  const index = join(gitDir, "index");
  if (isBare || (await stat(index).catch(() => null)) === null) {
    return false;
  }
  const git: AskIndex = async (args, input) => {
    const output = await readGitBytes({
      args: ["--work-tree", root, ...args],
      repositoryPath: view.path,
      env: { GIT_INDEX_FILE: index },
      as: view.reader,
      timeoutMilliseconds: TIMEOUT_MILLISECONDS,
      ...(input === undefined ? {} : { input }),
    });
    return output.toString("latin1");
  };
  try {
    const excludes = ["-c", `core.excludesFile=${await personalExcludesFile()}`];
    const status = ["status", "--porcelain", "-z", "--no-renames", "--ignore-submodules=all"];
    const entries = (await git([...excludes, ...status])).split("\0").filter(Boolean);
    // Two letters and a space stand before a path: what the index has against HEAD, and the file against the index.
    const changed = entries.filter((entry) => entry.startsWith(" M ")).map((entry) => entry.slice(3));
    return changed.length < entries.length || (await areUnfiltered(changed, git));
  } catch (error) {
    if (error instanceof GitFailure) {
      return null;
    }
    throw error;
  }
}

/** Whether any of the files is compared as it is. */
async function areUnfiltered(paths: string[], git: AskIndex): Promise<boolean> {
  if (paths.length === 0) {
    return false;
  }
  const input = Buffer.from(paths.map((path) => `${path}\0`).join(""), "latin1");
  const fields = (await git(["check-attr", "-z", "--stdin", "filter"], input)).split("\0");
  return fields.some((value, at) => at % 3 === 2 && UNSET.includes(value));
}
