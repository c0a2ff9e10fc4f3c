import { refreshMirror } from "../../mirror/refresh-mirror.ts";
import { mirrorPath, resultPath } from "../../paths.ts";
import { askGit } from "../../run-git.ts";
import { bringIn } from "./bring-in.ts";
import type { Push } from "./push-commit.ts";

/**
 * The result with what others pushed to its branch meanwhile, who went on from where the work began. null: they didn't, it conflicts,
 * or it may not be merged.
 */
export async function bringOthers(push: Push, at: string): Promise<string | null> {
  const { reach, input } = push;
  const { repo, branch, headCommit, previousCommit, mayMerge = false, isLinear = false } = input;
  if (!mayMerge || isLinear || previousCommit === null) {
    return null;
  }
  const result = resultPath(reach.home, input.executionId);
  await refreshMirror(repo, reach);
  const wentOn = (to: string, repositoryPath: string) =>
    askGit({ args: ["merge-base", "--is-ancestor", previousCommit, to], repositoryPath });
  const [theirs, ours] = [await wentOn(at, mirrorPath(reach.home, repo.id)), await wentOn(headCommit, result)];
  // What the result left behind isn't brought back.
  return theirs.ok && ours.ok ? bringIn(push, { commit: at, message: `Merge what was pushed to ${branch}\n` }) : null;
}
