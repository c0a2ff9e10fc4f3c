import type { Actor } from "../account/actor.ts";
import { type NamedProjectsDeps, namedProjects } from "../account/rights/seen-projects.ts";
import type { Repo } from "./repo.ts";
import type { RepoStore } from "./repo-store.ts";

export interface ListRepositoriesInput {
  actor: Actor;
  /** Its name; null: any. */
  project?: string | null | undefined;
  limit: number;
  afterUrl: string | null;
}

/** A page of the repositories of the projects that the actor sees, by address. `nextAfter` null: there is none after them. */
export async function listRepositories(
  { actor, project = null, limit, afterUrl }: ListRepositoriesInput,
  deps: NamedProjectsDeps & { repos: Pick<RepoStore, "list"> },
): Promise<{ repos: Repo[]; nextAfter: string | null }> {
  const projects = await namedProjects({ actor, project, attempt: "Listing repositories" }, deps);
  const found = await deps.repos.list({ projects, afterUrl, limit: limit + 1 });
  const page = found.slice(0, limit);
  return { repos: page, nextAfter: found.length > limit ? (page.at(-1)?.url ?? null) : null };
}
