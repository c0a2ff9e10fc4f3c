import { readdir } from "node:fs/promises";
import { dirname, join } from "node:path";
import { readPointer, type Target } from "./locate-target.ts";

/** What names the branch that a working tree is on, also in the middle of a rebase or a bisection. */
const MARKS = ["HEAD", "rebase-merge/head-name", "rebase-apply/head-name", "BISECT_START"];

/** The working tree that has the branch checked out, or null. Moving a branch under it would turn its files into changes. */
export async function findCheckout(target: Target, branch: string): Promise<string | null> {
  const linked = join(target.commonDir, "worktrees");
  const names = await readdir(linked).catch(() => []);
  const folders = [...(target.isBare ? [] : [target.commonDir]), ...names.map((name) => join(linked, name))];
  for (const folder of folders) {
    const marks = await Promise.all(MARKS.map((mark) => readPointer(join(folder, mark))));
    if (marks.some((mark) => mark !== null && mark.replace(/^ref: /, "").replace(/^refs\/heads\//, "") === branch)) {
      return folder === target.commonDir ? dirname(folder) : workingTreeOf(folder);
    }
  }
  return null;
}

async function workingTreeOf(folder: string): Promise<string> {
  const pointer = await readPointer(join(folder, "gitdir"));
  return pointer === null ? folder : dirname(pointer);
}
