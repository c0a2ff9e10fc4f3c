import type { ForgePort, Repo, ServingForge } from "@catalyst/core";
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
    tokens: apps.tokens,
    async findPlace({ id }, isAnew) {
      const now = isAnew ? await apps.find(repo, true) : { app, place };
      return id === repo.id && now?.app === app ? now.place : null;
    },
  });
}

/** The same before it is known whom it is to serve there; null: no App is installed. Throws like `explainFault`. */
export async function findServing(apps: Pick<GitHubApps, "seek">, repo: Repo): Promise<ServingForge | null> {
  const found = await explainFault(repo, () => apps.seek(repo));
  if (found === null) {
    return null;
  }
  const { app, place, isOpened, open } = found;
  const { findPermission } = githubForge({ app, findPlace: async () => place });
  return { findPermission, isOpened, open };
}
