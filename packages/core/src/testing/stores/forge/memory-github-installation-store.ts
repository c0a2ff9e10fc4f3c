import { CatalystError } from "../../../catalyst-error.ts";
import type { GitHubInstallation } from "../../../forge/app/installation.ts";
import type { GitHubInstallationStore } from "../../../forge/app/installation-store.ts";
import type { Memory } from "../memory.ts";

export function memoryGitHubInstallationStore(memory: Memory): GitHubInstallationStore {
  const isSame = (of: Pick<GitHubInstallation, "appId" | "installationId">) => (one: GitHubInstallation) =>
    one.appId === of.appId && one.installationId === of.installationId;
  const without = (of: Pick<GitHubInstallation, "appId" | "installationId">) =>
    memory.githubInstallations.filter((one) => !isSame(of)(one));
  return {
    async put(installation) {
      if (!memory.githubApps.has(installation.appId)) {
        throw new CatalystError("not_found", "The App is gone.");
      }
      memory.githubInstallations = [...without(installation), installation];
    },
    find: async (of) => memory.githubInstallations.find(isSame(of)) ?? null,
    list: async (appId) =>
      memory.githubInstallations
        .filter((one) => one.appId === appId)
        .toSorted((a, b) => a.installationId - b.installationId),
    async remove(of) {
      const left = without(of);
      const isThere = left.length < memory.githubInstallations.length;
      memory.githubInstallations = left;
      return isThere;
    },
  };
}
