import { projectOf, type Repo } from "@catalyst/core";
import { findActor, type Stores } from "../open-stores.ts";
import type { RunRepository } from "./find-repository.ts";

/**
 * The stored repository, made if it isn't stored yet. What is a guess about its default branch counts the first time only:
 * what is checked out, or asked for as a base, later changes nothing.
 */
export async function registerRepository(
  { vcs, url, name: ofFolder, defaultBranch }: Pick<RunRepository, "vcs" | "url" | "name" | "defaultBranch">,
  stores: Pick<Stores, "repos" | "accounts">,
): Promise<Repo & { defaultBranch: string }> {
  const { repos } = stores;
  const attempt = `Registering the repository ${url}`;
  const project = await projectOf({ actor: await findActor(stores), action: "change_repository", attempt }, stores);
  const repo = await repos.ensure({
    projectId: project.id,
    vcs,
    url,
    name: ofFolder,
    defaultBranch: defaultBranch.name,
  });
  const known = repo.defaultBranch ?? defaultBranch.name;
  const name = defaultBranch.isSaid ? defaultBranch.name : known;
  return { ...(name === repo.defaultBranch ? repo : await repos.setDefaultBranch(repo.id, name)), defaultBranch: name };
}
