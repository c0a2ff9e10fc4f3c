import { PUSHED_LIMITS } from "../../limits/process-limits.ts";
import { mergeCommits } from "../../merge/merge-commits.ts";
import { mirrorPath, resultPath } from "../../paths.ts";
import { runGit } from "../../run-git.ts";
import type { Push } from "./push-commit.ts";

/** The result with a commit of the mirror merged into it; null: the two conflict. */
export async function bringIn(
  { reach, input }: Pick<Push, "reach" | "input">,
  { commit, message }: { commit: string; message: string },
): Promise<string | null> {
  const { repo, executionId, headCommit } = input;
  const where = { repositoryPath: resultPath(reach.home, executionId), limits: PUSHED_LIMITS };
  // What is pushed has to be whole in the repository that it is pushed from.
  const quietly = ["fetch", "--quiet", "--no-tags", "--no-auto-gc", "--no-write-fetch-head"];
  const mirror = mirrorPath(reach.home, repo.id);
  await runGit({ ...where, args: [...quietly, "--", mirror, `+${commit}:refs/catalyst/brought`] });
  return mergeCommits({ repositoryPath: where.repositoryPath, into: headCommit, other: commit, message });
}
