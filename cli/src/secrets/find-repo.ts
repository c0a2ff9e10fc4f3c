import type { Repo } from "@catalyst/core";
import type { CliContext } from "../cli-context.ts";
import { LOCAL_LOGIN, type Stores } from "../open-stores.ts";
import { findRepository } from "../run/find-repository.ts";

/** The stored repository that a person means, made if it isn't stored yet. Throws for what isn't a usable repository. */
export async function findRepo(
  repo: string,
  { repos }: Pick<Stores, "repos">,
  { currentFolder }: Pick<CliContext, "currentFolder">,
): Promise<Repo> {
  const { vcs, url, name, baseBranch } = await findRepository({ repo, base: null, currentFolder });
  return (await repos.ensure({ login: LOCAL_LOGIN, vcs, url, name, defaultBranch: baseBranch })).repo;
}
