import type { AccountStore } from "../account/account-store.ts";
import type { Actor } from "../account/actor.ts";
import { seenProjects } from "../account/seen-projects.ts";
import type { Repo } from "./repo.ts";
import type { RepoStore } from "./repo-store.ts";

/** A page of the repositories of the projects that the actor sees, by address. `nextAfter` null: there is none after them. */
export async function listRepositories(
  { actor, limit, afterUrl }: { actor: Actor; limit: number; afterUrl: string | null },
  deps: { repos: Pick<RepoStore, "list">; accounts: Pick<AccountStore, "listProjects"> },
): Promise<{ repos: Repo[]; nextAfter: string | null }> {
  const projects = await seenProjects(actor, deps);
  const found = await deps.repos.list({ projects, afterUrl, limit: limit + 1 });
  const page = found.slice(0, limit);
  return { repos: page, nextAfter: found.length > limit ? (page.at(-1)?.url ?? null) : null };
}
