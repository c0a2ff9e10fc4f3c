import { CatalystError } from "../../../catalyst-error.ts";
import type { GitHubApp } from "../../../forge/app/github-app.ts";
import type { GitHubAppStore } from "../../../forge/app/github-app-store.ts";
import type { Memory } from "../memory.ts";

export function memoryGitHubAppStore(memory: Memory): GitHubAppStore {
  const { githubApps } = memory;
  const watchers = new Set<() => void>();
  const tell = () => {
    for (const onChanged of watchers) {
      onChanged();
    }
  };
  return {
    async insert(app) {
      const isSame = ({ host, appId, watched }: GitHubApp) =>
        host === app.host && appId === app.appId && (watched === null) === (app.watched === null);
      if ([...githubApps.values()].some(isSame)) {
        throw new CatalystError("conflict", "The App is there already.");
      }
      githubApps.set(app.id, app);
      tell();
    },
    get: async (id) => githubApps.get(id) ?? null,
    list: async () => [...githubApps.values()],
    async change(id, patch) {
      const app = githubApps.get(id);
      if (app === undefined) {
        return null;
      }
      const changed = { ...app, ...patch };
      githubApps.set(id, changed);
      tell();
      return changed;
    },
    async replaceSealed(before, { privateKey, webhookSecret, formerSecrets }) {
      const app = githubApps.get(before.id);
      const sealedOf = (of: GitHubApp) => JSON.stringify([of.privateKey, of.webhookSecret, of.formerSecrets]);
      if (app === undefined || sealedOf(app) !== sealedOf(before)) {
        return false;
      }
      githubApps.set(app.id, { ...app, privateKey, webhookSecret, formerSecrets });
      tell();
      return true;
    },
    async remove(id) {
      memory.githubInstallations = memory.githubInstallations.filter(({ appId }) => appId !== id);
      memory.githubRepositories = memory.githubRepositories.filter(({ appId }) => appId !== id);
      memory.githubDeliveries = memory.githubDeliveries.filter(({ appId }) => appId !== id);
      const isThere = githubApps.delete(id);
      tell();
      return isThere;
    },
    async watch(onChanged) {
      watchers.add(onChanged);
      return () => void watchers.delete(onChanged);
    },
  };
}
