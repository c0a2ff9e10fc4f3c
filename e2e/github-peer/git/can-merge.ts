import type { Range } from "./diff.ts";
import { askGit } from "./run-git.ts";

/** The head can be merged without a conflict. */
export async function canMerge(folder: string, { base, head }: Range): Promise<boolean> {
  return (await askGit(folder, ["merge-tree", "--write-tree", base, head])) !== null;
}
