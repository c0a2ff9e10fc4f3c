import { CatalystError, type Repo } from "@catalyst/core";
import { MAX_BRANCHES, nameBranches } from "../base/name-branches.ts";
import { findRevision } from "../find-commit.ts";
import { mirrorPath } from "../paths.ts";
import { runGit } from "../run-git.ts";

const COMMIT = /^[0-9a-f]{40}$/;

/** The commit that a branch, tag or commit name means in the mirror. A whole commit name may be of one that isn't there. */
export async function resolveCommit(home: string, repo: Repo, revision: string): Promise<string> {
  const repositoryPath = mirrorPath(home, repo.id);
  const found = await findRevision(repositoryPath, revision);
  if (found !== null) {
    return found.commit;
  }
  if (COMMIT.test(revision)) {
    return revision;
  }
  const args = ["for-each-ref", `--count=${MAX_BRANCHES}`, "--format=%(refname:lstrip=2)", "refs/heads"];
  const branches = (await runGit({ args, repositoryPath })).split("\n").filter(Boolean);
  throw new CatalystError(
    "not_found",
    `Finding "${revision}" in ${repo.url} failed: there is no such branch, tag or commit. ${nameBranches(branches)}`,
  );
}
