import type { Repo } from "@catalyst/core";
import type { WithAuthorisation } from "@catalyst/git";
import { GitHubFault, type ReachedRepository, withToken } from "@catalyst/github";
import { atPlace } from "./at-place.ts";
import type { GitHubApps } from "./open-github-apps.ts";

/** GitHub takes a token as the password of any name. */
const USERNAME = "x-access-token";

/**
 * Lets git reach repositories where an App of ours is installed: read them by a token that is kept for what follows, and change them by one that
 * ends with that. Throws like `explainFault`.
 */
export function authoriseByGitHub(apps: GitHubApps): WithAuthorisation {
  return ({ repo, access }, work) =>
    atPlace({ apps, repo }, async (found) => {
      if (found === null) {
        return work(null);
      }
      const scope = { ...found.place, permissions: { contents: access } };
      const use = access === "write" ? withToken : apps.tokens.use;
      return use(found.app, scope, ({ token, repository }) => {
        if (access === "write" && repository.isArchived) {
          throw new GitHubFault({ kind: "archived" });
        }
        return work({ username: USERNAME, password: token, url: addressOf(repo, repository) });
      });
    });
}

/** As it is called by now: another repository may have got its former name. */
function addressOf({ url }: Pick<Repo, "url">, { owner, name }: Pick<ReachedRepository, "owner" | "name">): string {
  return new URL(`/${owner}/${name}`, url).href;
}
