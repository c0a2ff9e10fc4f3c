import type { GitHubApp } from "@catalyst/api";
import type { ApiClient } from "@catalyst/api/own";
import { CatalystError } from "@catalyst/core/apart";

/** The App of this name, or of this id here. `attempt`: "Removing". Throws `not_found`. */
export async function findApp(client: Pick<ApiClient, "call">, named: string, attempt: string): Promise<GitHubApp> {
  const { data } = await client.call("listGitHubApps", {});
  const found = data.filter(({ id, slug }) => id === named || slug === named);
  const [app] = found;
  if (app === undefined || found.length > 1) {
    const why = app === undefined ? "there is none of this name" : "several are called so: name it by its id";
    throw new CatalystError(
      "not_found",
      `${attempt} the App "${named.slice(0, 100)}" failed: ${why}. See: catalyst github list --json`,
    );
  }
  return app;
}
