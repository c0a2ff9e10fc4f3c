import type { KeepInstallationsDeps } from "@catalyst/core/forge";
import { type GitHubApp, installationReader } from "@catalyst/github";
import { type Database, postgresGitHubAppStore, postgresGitHubInstallationStore } from "@catalyst/postgres";

/** What the registry of an App's installations is kept with. */
export function registryDeps({ db, app }: { db: Database; app: GitHubApp }): KeepInstallationsDeps {
  return {
    reader: installationReader(app),
    installations: postgresGitHubInstallationStore(db),
    githubApps: postgresGitHubAppStore(db),
    onLost: async () => undefined,
  };
}
