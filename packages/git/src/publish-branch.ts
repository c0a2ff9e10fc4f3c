import { CatalystError, type PublishBranchInput } from "@catalyst/core";
import { resultPath } from "./paths.ts";
import { askGit, GitFailure, runGit } from "./run-git.ts";

/**
 * Makes the branch in the repository it is for. Only a ref and objects are added: checkout, index, HEAD and
 * configuration stay, and no hook runs. Where the repository is not on this machine, the result stays where it is kept.
 */
export async function publishBranch(home: string, input: PublishBranchInput): Promise<{ keptAt: string | null }> {
  const { repo, branch, headCommit, previousCommit } = input;
  const source = resultPath(home, input.executionId);
  if (repo.vcs !== "local") {
    return { keptAt: source };
  }
  const there = await currentCommit(repo.url, branch);
  if (there === headCommit) {
    return { keptAt: null };
  }
  if (there !== null && there !== previousCommit) {
    throw new CatalystError(
      "conflict",
      `Making the branch ${branch} in ${repo.url} failed: it is there already, at ${there.slice(0, 12)}. Rename or delete it, or choose another with --branch.`,
    );
  }
  const args = [
    "fetch",
    "--quiet",
    "--no-tags",
    "--no-write-fetch-head",
    "--no-auto-gc",
    "--no-recurse-submodules",
    "--update-shallow",
    "--",
    source,
    `refs/heads/${branch}:refs/heads/${branch}`,
  ];
  try {
    await runGit({ args: ["-C", repo.url, ...args], repositoryPath: null });
  } catch (error) {
    if (error instanceof GitFailure) {
      throw new CatalystError(
        "unavailable",
        `Making the branch ${branch} in ${repo.url} failed: ${error.message} Mend that, then fetch it yourself as said below.`,
        { cause: error },
      );
    }
    throw error;
  }
  return { keptAt: null };
}

async function currentCommit(repositoryFolder: string, branch: string): Promise<string | null> {
  const args = ["-C", repositoryFolder, "rev-parse", "--verify", "--quiet", `refs/heads/${branch}^{commit}`];
  const { ok, output } = await askGit({ args, repositoryPath: null });
  return ok ? output.trim() : null;
}
