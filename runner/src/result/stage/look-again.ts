import { lstat } from "node:fs/promises";
import { dirname, join } from "node:path";
import type { Git } from "../../workspace/git.ts";
import { nameFiles } from "../../workspace/name-files.ts";
import { isBeyond } from "./keep-beyond.ts";
import type { IndexEntry } from "./list-index.ts";

const MARKED = /^(?:[a-z]|S)$/;
const SKIPPED = /^[Ss]$/;

export interface LookedAgain {
  /** A sentence that names files which should be there and aren't. */
  notes: string[];
  /** Whether marks were taken off. */
  isChanged: boolean;
}

/**
 * Takes the marks off an index by which git doesn't look at files whether they changed. Files that git was told to skip and that
 * aren't there keep theirs, as a checkout of a part has them.
 */
export async function lookAgain(
  git: Git,
  entries: IndexEntry[],
  { folder, sparsePaths }: { folder: string; sparsePaths: readonly string[] },
): Promise<LookedAgain> {
  const shown: string[] = [];
  const missing: string[] = [];
  const isThere = createTest(folder);
  for (const { mark, name } of entries.filter((entry) => MARKED.test(entry.mark))) {
    const isMissing = SKIPPED.test(mark) && !(await isThere(name));
    (isMissing ? missing : shown).push(name);
  }
  for (const option of shown.length === 0 ? [] : ["--no-assume-unchanged", "--no-skip-worktree"]) {
    const input = Buffer.from(shown.map((name) => `${name}\0`).join(""), "latin1");
    await git.exchange(input, "update-index", option, "-z", "--stdin");
  }
  const notes = nameFiles(
    "Files that git was told to skip aren't there, and stay as they were",
    missing.filter((name) => !isBeyond(sparsePaths, name)),
  );
  return { notes, isChanged: shown.length > 0 };
}

/** What is in a closed folder may be there; of a folder that isn't there, its files aren't asked for one by one. */
function createTest(folder: string): (name: string) => Promise<boolean> {
  const known = new Map<string, Promise<boolean>>();
  const ask = async (name: string): Promise<boolean> => {
    const parent = dirname(name);
    if (parent !== "." && !(await isFolderThere(parent))) {
      return false;
    }
    const path = Buffer.concat([Buffer.from(join(folder, "/")), Buffer.from(name, "latin1")]);
    return lstat(path).then(
      () => true,
      ({ code }: NodeJS.ErrnoException) => code !== "ENOENT" && code !== "ENOTDIR",
    );
  };
  const isFolderThere = (name: string) => {
    const answer = known.get(name) ?? ask(name);
    known.set(name, answer);
    return answer;
  };
  return ask;
}
