import type { GitHubApp } from "@catalyst/core/forge";
import { findAccount, type GitHubApp as OpenApp, withPublicAsker } from "@catalyst/github";
import { type Database, postgresGitHubAppStore } from "@catalyst/postgres";
import { findAnyInstallation } from "./find-any-installation.ts";

/**
 * Notes what the accounts that people pick for an App are called by now: who is mentioned by a login that became another's doesn't mean us. An account that
 * is gone keeps its login. Returns the App as it is noted. Throws `GitHubFault`.
 */
export async function followUsers(stored: GitHubApp, { db, app }: { db: Database; app: OpenApp }): Promise<GitHubApp> {
  const installationId = stored.machineUsers.length === 0 ? null : await findAnyInstallation(stored.id, db);
  if (installationId === null) {
    return stored;
  }
  const logins = await withPublicAsker(app, installationId, async (asker) => {
    const found = new Map<number, string>();
    for (const { id } of stored.machineUsers) {
      const login = (await findAccount(asker, { id }))?.login;
      if (login !== undefined) {
        found.set(id, login);
      }
    }
    return found;
  });
  // Some may have been added and removed meanwhile.
  const store = postgresGitHubAppStore(db);
  const now = (await store.get(stored.id)) ?? stored;
  const machineUsers = now.machineUsers.map(({ id, login }) => ({ id, login: logins.get(id) ?? login }));
  const isSame = machineUsers.every(({ login }, index) => login === now.machineUsers[index]?.login);
  return isSame ? now : ((await store.change(stored.id, { machineUsers })) ?? now);
}
