import type { RepositorySnapshot } from "../../result/repository-snapshot.ts";
import type { Repo } from "../../vcs/repo.ts";
import type { RepoStore } from "../../vcs/repo-store.ts";
import type { KnownRepo } from "../step.ts";

/** What a repository says of its default branch counts; a guess counts while nothing is known. */
export async function learnDefaultBranch(
  repo: Repo,
  snapshot: Pick<RepositorySnapshot, "defaultBranch">,
  { repos }: { repos: Pick<RepoStore, "setDefaultBranch"> },
): Promise<KnownRepo> {
  const { name, isSaid } = snapshot.defaultBranch;
  const known = repo.defaultBranch;
  if (known !== null && (!isSaid || known === name)) {
    return { ...repo, defaultBranch: known };
  }
  await repos.setDefaultBranch(repo.id, name);
  return { ...repo, defaultBranch: name };
}
