import type { ForgePort, Repo } from "@catalyst/core";
import { githubForge } from "@catalyst/github";
import { explainFault } from "./explain-fault.ts";
import type { GitHubApps } from "./open-github-apps.ts";

/** GitHub as the forge of a repository where an App of ours is installed; null: none is. Throws like `explainFault`. */
export async function findForge(apps: GitHubApps, repo: Repo): Promise<ForgePort | null> {
  const found = await explainFault(repo, () => apps.find(repo));
  if (found === null) {
    return null;
  }
  const { app, place } = found;
  return githubForge({
    app,
    async findPlace({ id }, isAnew) {
      const now = isAnew ? await apps.find(repo, true) : { app, place };
      return id === repo.id && now?.app === app ? now.place : null;
    },
  });
}
