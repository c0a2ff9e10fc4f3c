import type { Git } from "../workspace/git.ts";

/** Whether a commit has the ancestor in its history, or is it. */
export async function isAncestor(git: Git, ancestor: string, commit: string): Promise<boolean> {
  return ancestor === commit || (await git.ask("merge-base", "--is-ancestor", ancestor, commit)) !== null;
}
