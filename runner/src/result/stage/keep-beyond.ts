import { isCheckedOut } from "@catalyst/core";
import type { Git } from "../../workspace/git.ts";
import { showName, splitNames } from "../../workspace/name-files.ts";

export interface Beyond {
  /** The only folders that are checked out; empty: all. */
  sparsePaths: readonly string[];
  /** The commit or tree whose files are kept. */
  head: string | null;
}

/** Whether a file, named as git names it, lies where nothing is checked out. */
export function isBeyond(sparsePaths: readonly string[], name: string): boolean {
  return !isCheckedOut(sparsePaths, showName(name));
}

/**
 * What lies where nothing is checked out isn't gone because it isn't there: files of `head` that an index has lost are put back
 * into it, marked as ones that are not looked for. `isRebuilt`: the index was made of `head` and has no marks at all.
 */
export async function keepBeyond(git: Git, { sparsePaths, head }: Beyond, isRebuilt: boolean): Promise<void> {
  if (sparsePaths.length === 0 || head === null) {
    return;
  }
  const entries = splitNames(await git.exchange("", "ls-tree", "-r", "-z", "--full-tree", head));
  const known = new Set(isRebuilt ? [] : splitNames(await git.exchange("", "ls-files", "-z")));
  const lost = entries.filter((entry) => isBeyond(sparsePaths, nameOf(entry)) && !known.has(nameOf(entry)));
  if (lost.length > 0) {
    await git.exchange(toInput(lost), "update-index", "-z", "--index-info");
    await git.exchange(toInput(lost.map(nameOf)), "update-index", "--skip-worktree", "-z", "--stdin");
  }
}

function nameOf(entry: string): string {
  return entry.slice(entry.indexOf("\t") + 1);
}

function toInput(lines: string[]): Buffer {
  return Buffer.from(lines.map((line) => `${line}\0`).join(""), "latin1");
}
