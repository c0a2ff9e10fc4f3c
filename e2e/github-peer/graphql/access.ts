import { type Access, openRepository } from "../auth/access.ts";
import { actorOf } from "../auth/caller.ts";
import type { Repository } from "../state/repository.ts";
import type { Asking } from "./asking.ts";
import { speakGraphql } from "./refusal.ts";

/** The repository, if who asks may do this there; throws GraphQL's refusal. */
export function openByName({ world, caller }: Asking, name: string, access: Access): Promise<Repository> {
  const [owner = "", repo = ""] = name.split("/");
  const missing = `Could not resolve to a Repository with the name '${name}'.`;
  return speakGraphql(() => openRepository(world, caller, { owner, repo, access }), missing);
}

export function actorOfAsking({ world, caller }: Asking) {
  return actorOf(world, caller);
}
