import { z } from "zod";
import type { Asker } from "../client/asker.ts";

/** Of 30 each. */
const MAX_PAGES = 100;

const Repository = z
  .object({
    id: z.int().positive(),
    name: z.string().min(1).max(255),
    owner: z.object({ login: z.string().min(1).max(255) }),
    private: z.boolean(),
    archived: z.boolean().default(false),
  })
  .transform(({ id, name, owner, archived, private: isPrivate }) => ({
    ...{ repositoryId: id, owner: owner.login, name, isPrivate },
    isArchived: archived,
  }));

/** A repository that an installation shows, as it is called by now. */
export type ShownRepository = z.output<typeof Repository>;

/** Those that the token's installation shows; `isWhole` false: there are more than are ever asked for. Throws `GitHubFault`. */
export async function listRepositories(asker: Asker): Promise<{ repositories: ShownRepository[]; isWhole: boolean }> {
  const wish = { maxPages: MAX_PAGES, within: "repositories" };
  const { items, isWhole } = await asker.list("GET /installation/repositories", wish, Repository);
  return { repositories: items, isWhole };
}
