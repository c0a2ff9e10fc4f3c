import { Octokit } from "@octokit/core";
import type { ApiAddress } from "../github-address.ts";
import type { Connections } from "../http/open-connections.ts";

const nothing = () => undefined;
/** It would write to the terminal what GitHub says. */
const SILENT = { debug: nothing, info: nothing, warn: nothing, error: nothing };

/** GitHub's client over connections of ours. `auth`: how it says who asks. */
export function openOctokit(
  api: ApiAddress,
  connections: Connections,
  auth: Pick<ConstructorParameters<typeof Octokit>[0] & object, "auth" | "authStrategy">,
): Octokit {
  const octokit = new Octokit({
    ...auth,
    baseUrl: api.url,
    userAgent: "Catalyst",
    log: SILENT,
    request: { fetch: connections.fetch },
  });
  if (api.version !== null) {
    const { version } = api;
    octokit.hook.before("request", (options) => {
      options.headers["x-github-api-version"] = version;
    });
  }
  return octokit;
}
