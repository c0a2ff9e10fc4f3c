import { z } from "zod";
import type { TokenStep } from "../../client/with-token.ts";

/** Of those that were closed, so many are looked at: some weren't merged. */
const PER_PAGE = 50;
const MAX_TITLE_LENGTH = 300;

const Pulls = z.array(z.object({ title: z.string(), merged_at: z.string().nullish() })).max(100);

/** The titles of those pull requests that were merged last, the newest first. Throws `GitHubFault`. */
export async function listMergedTitles({ asker, repository }: TokenStep, limit: number): Promise<string[]> {
  const at = { owner: repository.owner, repo: repository.name };
  const wish = { ...at, state: "closed", sort: "updated", direction: "desc", per_page: PER_PAGE } as const;
  const pulls = await asker.ask("GET /repos/{owner}/{repo}/pulls", wish, Pulls);
  const merged = pulls.filter(({ merged_at: at }) => at != null);
  return merged.slice(0, limit).map(({ title }) => title.slice(0, MAX_TITLE_LENGTH));
}
