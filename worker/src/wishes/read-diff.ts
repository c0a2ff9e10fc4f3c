import { CatalystError, type DiffPiece, type ReadDiffInput, type RepoStore, type RepositoryPort } from "@catalyst/core";

export interface ReadDiffDeps {
  repos: Pick<RepoStore, "get">;
  repositories: Pick<RepositoryPort, "readDiff">;
}

/** A piece of what a result changes. Throws like the repositories' `readDiff`, and `not_found` where the repository isn't known any more. */
export async function readDiff(
  { repoId, ...input }: Omit<ReadDiffInput, "repo"> & { repoId: string },
  { repos, repositories }: ReadDiffDeps,
): Promise<DiffPiece> {
  const repo = await repos.get(repoId);
  if (repo === null) {
    throw new CatalystError("not_found", `Reading the diff failed: there is no repository ${repoId}.`);
  }
  return repositories.readDiff({ ...input, repo });
}
