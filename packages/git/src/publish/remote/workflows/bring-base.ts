import { findCommit } from "../../../find-commit.ts";
import { PUSHED_LIMITS } from "../../../limits/process-limits.ts";
import { refreshMirror } from "../../../mirror/refresh-mirror.ts";
import { createObjectReader } from "../../../objects/object-reader.ts";
import { mirrorPath, resultPath } from "../../../paths.ts";
import { askGit, runGit } from "../../../run-git.ts";
import type { Push } from "../push-commit.ts";

const FOLDER = ".github/workflows";

/**
 * The result with the newest default branch merged into it, where its workflow files are merely older than that branch's: who may not
 * change workflow files may not push others than it has. null: the result changes them itself, or the two conflict.
 */
export async function bringBase({ reach, input }: Push, defaultBranch: string): Promise<string | null> {
  const { repo, executionId, baseCommit, headCommit } = input;
  await refreshMirror(repo, reach);
  const mirror = mirrorPath(reach.home, repo.id);
  const where = { repositoryPath: resultPath(reach.home, executionId), limits: PUSHED_LIMITS };
  const changed = await askGit({
    ...where,
    args: ["diff-tree", "-r", "--quiet", baseCommit, headCommit, "--", FOLDER],
  });
  const tip = await findCommit(mirror, `refs/heads/${defaultBranch}`);
  if (!changed.ok || tip === null) {
    return null;
  }
  // What is pushed has to be whole in the repository that it is pushed from.
  const quietly = ["fetch", "--quiet", "--no-tags", "--no-auto-gc", "--no-write-fetch-head"];
  await runGit({ ...where, args: [...quietly, "--", mirror, `+${tip}:refs/catalyst/brought`] });
  const merged = await askGit({ ...where, args: ["merge-tree", "--write-tree", "--no-messages", headCommit, tip] });
  const tree = merged.output.trim();
  return merged.ok && /^[0-9a-f]{40,64}$/.test(tree)
    ? writeMerge(where.repositoryPath, { tree, parents: [headCommit, tip], message: `Merge ${defaultBranch}\n` })
    : null;
}

/** By whom the result's last commit is, and of its time: the same becomes the same again. */
async function writeMerge(
  repositoryPath: string,
  { tree, parents, message }: { tree: string; parents: [string, string]; message: string },
): Promise<string> {
  const reader = createObjectReader({ repositoryPath });
  try {
    const { author, committer } = await reader.commit(parents[0]);
    const headers = [`tree ${tree}`, ...parents.map((parent) => `parent ${parent}`), `author ${author}`];
    const input = `${[...headers, `committer ${committer}`].join("\n")}\n\n${message}`;
    return (await runGit({ repositoryPath, args: ["hash-object", "-t", "commit", "-w", "--stdin"], input })).trim();
  } finally {
    reader.close();
  }
}
