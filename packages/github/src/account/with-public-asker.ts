import { type Asker, createAsker } from "../client/asker.ts";
import type { GitHubApp } from "../client/open-app.ts";
import { openOctokit } from "../client/open-octokit.ts";
import { withInstallation } from "../client/with-token.ts";
import { openRateGate } from "../limits/rate-gate.ts";

/**
 * Does something with what asks of a GitHub what everybody sees there: by an installation's token, or (null) by none, whom GitHub answers
 * sixty times an hour. As an App itself nobody may ask that. Throws `GitHubFault`, and what `work` throws.
 */
export function withPublicAsker<Result>(
  app: GitHubApp,
  installationId: number | null,
  work: (asker: Asker) => Promise<Result>,
): Promise<Result> {
  if (installationId !== null) {
    return withInstallation(app, { installationId, permissions: { metadata: "read" } }, work);
  }
  const { api, connections, now } = app;
  return work(createAsker(openOctokit(api, connections, {}), { gate: openRateGate(now), now }));
}
