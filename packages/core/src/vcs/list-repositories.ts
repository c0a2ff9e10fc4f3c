import type { Actor } from "../account/actor.ts";
import type { Repo } from "./repo.ts";
import type { RepoStore } from "./repo-store.ts";

/** A page of the repositories of the actor's projects, by address. `nextAfter` null: there is none after them. */
export async function listRepositories(
  { actor, limit, afterUrl }: { actor: Actor; limit: number; afterUrl: string | null },
  { repos }: { repos: Pick<RepoStore, "list"> },
): Promise<{ repos: Repo[]; nextAfter: string | null }> {
  const found = await repos.list({ userId: actor.userId, afterUrl, limit: limit + 1 });
  const page = found.slice(0, limit);
  return { repos: page, nextAfter: found.length > limit ? (page.at(-1)?.url ?? null) : null };
}
