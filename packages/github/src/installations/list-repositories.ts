import type { ShownRepository } from "@catalyst/core/forge";
import { z } from "zod";
import type { Asker } from "../client/asker.ts";
import type { TokenStep } from "../client/with-token.ts";

/** Of 30 each. */
const MAX_PAGES = 100;

export const Repository = z
  .object({
    id: z.int().positive(),
    name: z.string().min(1).max(255),
    owner: z.object({ login: z.string().min(1).max(255) }),
    private: z.boolean(),
    archived: z.boolean().default(false),
  })
  .transform(
    ({ id, name, owner, archived, private: isPrivate }): ShownRepository => ({
      ...{ repositoryId: id, owner: owner.login, name, isPrivate },
      isArchived: archived,
    }),
  );

/** Those that the token's installation shows; `isWhole` false: there are more than are ever asked for. Throws `GitHubFault`. */
export async function listRepositories(asker: Asker): Promise<{ repositories: ShownRepository[]; isWhole: boolean }> {
  const wish = { maxPages: MAX_PAGES, within: "repositories" };
  const { items, isWhole } = await asker.list("GET /installation/repositories", wish, Repository);
  return { repositories: items, isWhole };
}

/** The one that the step's token is for. Throws `GitHubFault`. */
export function readRepository({ asker, repository }: TokenStep): Promise<ShownRepository> {
  return asker.ask("GET /repos/{owner}/{repo}", { owner: repository.owner, repo: repository.name }, Repository);
}
