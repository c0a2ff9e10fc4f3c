import type { Repo } from "@catalyst/core";
import { isPlaceLost } from "@catalyst/github";
import { explainFault } from "./explain-fault.ts";
import type { GitHubApps, InstalledApp } from "./open-github-apps.ts";

/**
 * Does something where an App is installed at a repository (null: none is). Where it isn't there any more, it is looked for anew,
 * and done there. Throws like `explainFault`.
 */
export function atPlace<Result>(
  { apps, repo }: { apps: Pick<GitHubApps, "find">; repo: Repo },
  work: (found: InstalledApp | null) => Promise<Result>,
): Promise<Result> {
  return explainFault(repo, async () => {
    try {
      return await work(await apps.find(repo));
    } catch (error) {
      if (!isPlaceLost(error)) {
        throw error;
      }
      return work(await apps.find(repo, true));
    }
  });
}
