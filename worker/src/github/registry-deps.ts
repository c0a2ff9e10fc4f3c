import { endLostWork, type KeepInstallationsDeps } from "@catalyst/core/forge";
import { type GitHubApp, installationReader } from "@catalyst/github";
import {
  type Database,
  postgresGitHubAppStore,
  postgresGitHubInstallationStore,
  postgresRepoStore,
  postgresTaskStore,
} from "@catalyst/postgres";

/** What the registry of an App's installations is kept with. */
export function registryDeps({ db, app }: { db: Database; app: GitHubApp }): KeepInstallationsDeps {
  const installations = postgresGitHubInstallationStore(db);
  const lostDeps = { installations, repos: postgresRepoStore(db), tasks: postgresTaskStore(db) };
  return {
    reader: installationReader(app),
    installations,
    githubApps: postgresGitHubAppStore(db),
    onLost: (lost) => endLostWork(lost, lostDeps),
  };
}
