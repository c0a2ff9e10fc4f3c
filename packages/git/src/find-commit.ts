import { askGit, type Identity, runGit } from "./run-git.ts";

/** The commit that exactly this name means in a repository, or null. */
export async function findCommit(
  repositoryPath: string,
  name: string,
  as: Identity | null = null,
): Promise<string | null> {
  const args = ["rev-parse", "--verify", "--quiet", "--end-of-options", `${name}^{commit}`];
  const { ok, output } = await askGit({ args, repositoryPath, as });
  return ok ? output.trim() : null;
}

/** A commit and what names it: a branch, a tag, or else itself. */
export interface Revision {
  name: string;
  commit: string;
}

/** What git reads as more than a name (gitrevisions(7)), which no ref may hold (git-check-ref-format(1)). */
const EXPRESSION = /[\^~:?*[\\\s]|@\{|\.\./;

/** What a person means by a branch, a tag or a commit's own name, in this order; null when it is none of them. */
export async function findRevision(
  repositoryPath: string,
  revision: string,
  as: Identity | null = null,
): Promise<Revision | null> {
  const refs = EXPRESSION.test(revision) ? [] : [`refs/heads/${revision}`, `refs/tags/${revision}`];
  for (const name of [...refs, revision]) {
    const commit = await findCommit(repositoryPath, name, as);
    if (commit !== null) {
      return { name: name === revision ? commit : revision, commit };
    }
  }
  return null;
}

/** The branches whose tip the commit is. */
export async function listBranchesAt(
  repositoryPath: string,
  commit: string,
  as: Identity | null = null,
): Promise<string[]> {
  const args = ["for-each-ref", `--points-at=${commit}`, "--format=%(refname:lstrip=2)", "refs/heads"];
  return (await runGit({ args, repositoryPath, as })).split("\n").filter(Boolean);
}
