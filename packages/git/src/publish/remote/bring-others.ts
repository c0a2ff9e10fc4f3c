import { refreshMirror } from "../../mirror/refresh-mirror.ts";
import { mirrorPath, resultPath } from "../../paths.ts";
import { askGit } from "../../run-git.ts";
import { bringIn } from "./bring-in.ts";
import type { Push } from "./push-commit.ts";

/** `onward`: others went on from where the work began, and the two conflict, or may not be merged here. `apart`: they didn't. */
export type BroughtOthers = { kind: "brought"; commit: string } | { kind: "onward" | "apart" };

/** The result with what others pushed to its branch meanwhile. */
export async function bringOthers(push: Push, at: string): Promise<BroughtOthers> {
  const { reach, input } = push;
  const { repo, branch, headCommit, previousCommit, mayMerge = false, isLinear = false } = input;
  if (isLinear || previousCommit === null) {
    return { kind: "apart" };
  }
  const result = resultPath(reach.home, input.executionId);
  await refreshMirror(repo, reach);
  const wentOn = (to: string, repositoryPath: string) =>
    askGit({ args: ["merge-base", "--is-ancestor", previousCommit, to], repositoryPath });
  const [theirs, ours] = [await wentOn(at, mirrorPath(reach.home, repo.id)), await wentOn(headCommit, result)];
  // What the result left behind isn't brought back.
  if (!theirs.ok || !ours.ok) {
    return { kind: "apart" };
  }
  const message = `Merge what was pushed to ${branch}\n`;
  const commit = mayMerge ? await bringIn(push, { commit: at, message }) : null;
  return commit === null ? { kind: "onward" } : { kind: "brought", commit };
}
