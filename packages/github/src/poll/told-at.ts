import type { ReachedRepository } from "../client/with-token.ts";
import type { Finding, ListedThing } from "./finding.ts";

/** What a list shows of one thing, as a webhook would have told of it; null: nobody needs to hear of it. */
export function toldAt(
  { at, told }: Pick<ListedThing, "at" | "told">,
  { repository, installationId }: { repository: ReachedRepository; installationId: number },
): Finding | null {
  if (told === null) {
    return null;
  }
  const { id, name, owner, isArchived, isPublic } = repository;
  const { guid, event, action, sender, body } = told;
  const where = {
    installation: { id: installationId },
    repository: { id, name, owner: { login: owner }, archived: isArchived, private: !isPublic },
  };
  return { guid, event, at, payload: { action, sender, ...body, ...where } };
}
