import type { Repo } from "@catalyst/core";
import { LOCAL_LOGIN, type Stores } from "../open-stores.ts";
import type { RunRepository } from "./find-repository.ts";

/**
 * The stored repository, made if it isn't stored yet. What is a guess about its default branch counts the first time only:
 * what is checked out, or asked for as a base, later changes nothing.
 */
export async function registerRepository(
  { vcs, url, name: ofFolder, defaultBranch }: Pick<RunRepository, "vcs" | "url" | "name" | "defaultBranch">,
  { repos }: Pick<Stores, "repos">,
): Promise<Repo & { defaultBranch: string }> {
  const { repo } = await repos.ensure({
    login: LOCAL_LOGIN,
    vcs,
    url,
    name: ofFolder,
    defaultBranch: defaultBranch.name,
  });
  const known = repo.defaultBranch ?? defaultBranch.name;
  const name = defaultBranch.isSaid ? defaultBranch.name : known;
  return { ...(name === repo.defaultBranch ? repo : await repos.setDefaultBranch(repo.id, name)), defaultBranch: name };
}
