import type { Actor } from "../account/actor.ts";
import { type ProjectOfDeps, projectOf } from "../account/project-of.ts";
import { permitBeside } from "../account/rights/permit.ts";
import type { NamedRepository, SeenRepository } from "../vcs/named-repository.ts";
import type { Repo } from "../vcs/repo.ts";
import type { RepoStore } from "../vcs/repo-store.ts";
import { type AskWorkerDeps, askWorker } from "./ask-worker.ts";

export interface RegisterDeps extends AskWorkerDeps, ProjectOfDeps {
  repos: Pick<RepoStore, "ensure" | "setDefaultBranch">;
}

export interface RegisterInput {
  actor: Actor;
  repository: NamedRepository;
  /** The name of the project that it is for; null: the actor's own. */
  project?: string | null;
}

/**
 * The stored repository that a person means, made if it isn't stored yet. A guess about its default branch counts the first
 * time only. Throws like `askWorker`, and what is wrong with one that isn't usable.
 */
export async function registerRepository(
  { actor, repository, project: name = null }: RegisterInput,
  deps: RegisterDeps,
): Promise<Repo> {
  const attempt = "Registering a repository";
  const project = await projectOf({ actor, action: "change_repository", attempt, project: name }, deps);
  if (repository.kind === "folder") {
    permitBeside({ actor, action: "name_folder", attempt });
  }
  const wish = { kind: "look_at_repository", repository, base: null } as const;
  const { seen } = await askWorker({ actor, wish }, "repository", deps);
  return storeSeen(seen, project.id, deps);
}

async function storeSeen(
  { vcs, url, name, defaultBranch }: SeenRepository,
  projectId: string,
  { repos }: RegisterDeps,
): Promise<Repo> {
  const repo = await repos.ensure({ projectId, vcs, url, name, defaultBranch: defaultBranch.name });
  const isKnown = repo.defaultBranch === defaultBranch.name || !defaultBranch.isSaid;
  return isKnown ? repo : repos.setDefaultBranch(repo.id, defaultBranch.name);
}
