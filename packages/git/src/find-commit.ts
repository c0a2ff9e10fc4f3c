import { askGit, runGit, toText } from "./run-git.ts";

/** The commit that exactly this name means in a repository, or null. */
export async function findCommit(repositoryPath: string, name: string): Promise<string | null> {
  const args = ["rev-parse", "--verify", "--quiet", "--end-of-options", `${name}^{commit}`];
  const { ok, output } = await askGit({ args, repositoryPath });
  return ok ? output.trim() : null;
}

/** The commit that a person means by a branch, a tag or a commit's own name, in this order; null when it is none of them. */
export async function findRevision(repositoryPath: string, revision: string): Promise<string | null> {
  for (const name of [`refs/heads/${revision}`, `refs/tags/${revision}`, revision]) {
    const commit = await findCommit(repositoryPath, name);
    if (commit !== null) {
      return commit;
    }
  }
  return null;
}

/** The branches whose tip the commit is. */
export async function listBranchesAt(repositoryPath: string, commit: string): Promise<string[]> {
  const args = ["for-each-ref", `--points-at=${commit}`, "--format=%(refname:lstrip=2)", "refs/heads"];
  return toText(await runGit({ args, repositoryPath }))
    .split("\n")
    .filter(Boolean);
}
