import type { TokenStep } from "../../client/with-token.ts";
import { readVerification, Verified } from "./verification.ts";

/** Why GitHub takes one of the commits for unverified; null: all of them are verified. Throws `GitHubFault`. */
export async function findUnverified(
  { asker, repository }: TokenStep,
  commits: readonly string[],
): Promise<string | null> {
  const at = { owner: repository.owner, repo: repository.name };
  for (const commit of commits) {
    const wish = { ...at, commit_sha: commit };
    const reason = readVerification(
      await asker.ask("GET /repos/{owner}/{repo}/git/commits/{commit_sha}", wish, Verified),
    );
    if (reason !== null) {
      return reason;
    }
  }
  return null;
}
