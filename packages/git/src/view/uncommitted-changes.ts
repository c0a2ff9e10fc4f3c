import { chmod, stat, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { CatalystError } from "@catalyst/core/apart";
import { GitFailure, readGitBytes } from "../run-git.ts";
import type { View } from "./open-view.ts";
import { personalExcludesFile } from "./personal-git.ts";
import { readPlainFile } from "./read/read-plain-file.ts";

const TIMEOUT_MILLISECONDS = 60_000;
const MAX_EXCLUDES_BYTES = 1024 * 1024;
const SHARED_FILE_MODE = 0o644;
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
    const excludes = ["-c", `core.excludesFile=${await showExcludes(view)}`];
    const status = ["status", "--porcelain", "-z", "--no-renames", "--ignore-submodules=all"];
    const entries = (await git([...excludes, ...status])).split("\0").filter(Boolean);
    // Two letters and a space stand before a path: what the index has against HEAD, and the file against the index.
    const changed = entries.filter((entry) => entry.startsWith(" M ")).map((entry) => entry.slice(3));
    return changed.length < entries.length || (await areUnfiltered(changed, git));
  } catch (error) {
    if (error instanceof GitFailure || (error instanceof CatalystError && error.code === "unavailable")) {
      return null;
    }
    throw error;
  }
}

/** The person's own patterns, where the reader may read them. */
async function showExcludes({ path, reader }: View): Promise<string> {
  const file = await personalExcludesFile();
  if (reader === null) {
    return file;
  }
  const shown = join(path, "info", "personal");
  const found = await readPlainFile(file, { maxBytes: MAX_EXCLUDES_BYTES, followsLinks: true });
  await writeFile(shown, found.kind === "file" ? found.bytes : "");
  await chmod(shown, SHARED_FILE_MODE);
  return shown;
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
