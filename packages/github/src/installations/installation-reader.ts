import { CatalystError, describeForgeProblem } from "@catalyst/core";
import type { InstallationReader, ShownRepository } from "@catalyst/core/forge";
import { findBotId } from "../client/find-bot-id.ts";
import type { GitHubApp } from "../client/open-app.ts";
import { withInstallation, withToken } from "../client/with-token.ts";
import { GitHubFault } from "../faults/github-fault.ts";
import { listInstallations, readInstallation } from "./list-installations.ts";
import { listRepositories, readRepository } from "./list-repositories.ts";

const PERMISSIONS = { metadata: "read" } as const;

/** What says an App's GitHub of who let it in. */
export function installationReader(app: GitHubApp): InstallationReader {
  return {
    list: () => explain(listInstallations(app.asker)),
    find: (installationId) => explain(orNull(readInstallation(app.asker, installationId))),
    listShown: (installationId) =>
      explain(orNull(withInstallation(app, { installationId, permissions: PERMISSIONS }, listRepositories))),
    async findShown({ installationId, repositoryId }) {
      const scope = { installationId, repository: { id: repositoryId }, permissions: PERMISSIONS };
      return explain(orNull<ShownRepository>(withToken(app, scope, readRepository)));
    },
    findBotId: (installationId) =>
      explain(
        orNull(withInstallation(app, { installationId, permissions: PERMISSIONS }, (asker) => findBotId(app, asker))),
      ),
  };
}

const ABSENT: readonly string[] = ["not_found", "gone", "uninstalled"];

/** null: it isn't there, or not for us. */
async function orNull<Found>(asked: Promise<Found>): Promise<Found | null> {
  try {
    return await asked;
  } catch (error) {
    if (error instanceof GitHubFault && ABSENT.includes(error.problem.kind)) {
      return null;
    }
    throw error;
  }
}

/** Throws `ForgeAway` for what passes, and `unavailable` with what is wrong there. */
async function explain<Found>(asked: Promise<Found>): Promise<Found> {
  try {
    return await asked;
  } catch (error) {
    if (!(error instanceof GitHubFault)) {
      throw error;
    }
    const why = describeForgeProblem(error.problem);
    throw new CatalystError("unavailable", `Asking GitHub who let the App in failed: ${why}.`, { cause: error });
  }
}
