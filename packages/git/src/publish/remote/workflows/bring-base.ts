import { findCommit } from "../../../find-commit.ts";
import { PUSHED_LIMITS } from "../../../limits/process-limits.ts";
import { refreshMirror } from "../../../mirror/refresh-mirror.ts";
import { mirrorPath, resultPath } from "../../../paths.ts";
import { askGit } from "../../../run-git.ts";
import { bringIn } from "../bring-in.ts";
import type { Push } from "../push-commit.ts";

const FOLDER = ".github/workflows";

/**
 * The result with the newest default branch merged into it, where its workflow files are merely older than that branch's: who may not
 * change workflow files may not push others than it has. null: the result changes them itself, or the two conflict.
 */
export async function bringBase(push: Push, defaultBranch: string): Promise<string | null> {
  const { reach, input } = push;
  const { repo, executionId, baseCommit, headCommit } = input;
  await refreshMirror(repo, reach);
  const changed = await askGit({
    ...{ repositoryPath: resultPath(reach.home, executionId), limits: PUSHED_LIMITS },
    args: ["diff-tree", "-r", "--quiet", baseCommit, headCommit, "--", FOLDER],
  });
  const tip = await findCommit(mirrorPath(reach.home, repo.id), `refs/heads/${defaultBranch}`);
  return changed.ok && tip !== null ? bringIn(push, { commit: tip, message: `Merge ${defaultBranch}\n` }) : null;
}
