import { CatalystError } from "../../../catalyst-error.ts";
import type { GitHubInstallation } from "../../../forge/app/installation.ts";
import type { GitHubInstallationStore } from "../../../forge/app/installation-store.ts";
import type { Memory } from "../memory.ts";

type Named = Pick<GitHubInstallation, "appId" | "installationId">;

const isOf = (of: Named) => (one: Named) => one.appId === of.appId && one.installationId === of.installationId;

export function memoryGitHubInstallationStore(memory: Memory): GitHubInstallationStore {
  const watchers = new Set<() => void>();
  const tell = () => {
    for (const onChanged of watchers) {
      onChanged();
    }
  };
  return {
    async put(installation) {
      if (!memory.githubApps.has(installation.appId)) {
        throw new CatalystError("not_found", "The App is gone.");
      }
      const shownAt = memory.githubInstallations.find(isOf(installation))?.shownAt ?? memory.now();
      memory.githubInstallations = [
        ...memory.githubInstallations.filter((one) => !isOf(installation)(one)),
        { ...installation, shownAt },
      ];
      tell();
    },
    find: async (of) => memory.githubInstallations.filter(isOf(of)).map(asPut)[0] ?? null,
    list: async (appId) =>
      memory.githubInstallations
        .filter((one) => one.appId === appId)
        .map(asPut)
        .toSorted((a, b) => a.installationId - b.installationId),
    listStale: async ({ appId, before }) =>
      memory.githubInstallations
        .filter((one) => one.appId === appId && one.shownAt < before)
        .toSorted((a, b) => a.shownAt.getTime() - b.shownAt.getTime())
        .map(({ installationId }) => installationId),
    async remove(of) {
      const left = memory.githubInstallations.filter((one) => !isOf(of)(one));
      const isThere = left.length < memory.githubInstallations.length;
      memory.githubInstallations = left;
      memory.githubRepositories = memory.githubRepositories.filter((one) => !isOf(of)(one));
      tell();
      return isThere;
    },
    ...shownIn(memory, tell),
    async watch(onChanged) {
      watchers.add(onChanged);
      return () => void watchers.delete(onChanged);
    },
  };
}

function asPut({ shownAt: _, ...installation }: Memory["githubInstallations"][number]): GitHubInstallation {
  return installation;
}

type Shown = Pick<GitHubInstallationStore, "show" | "hide" | "listShown" | "listShowing">;

function shownIn(memory: Memory, tell: () => void): Shown {
  return {
    async show(of, { repositories, isWhole }) {
      if (!memory.githubInstallations.some(isOf(of))) {
        throw new CatalystError("not_found", "The installation is gone.");
      }
      const numbers = new Set(repositories.map(({ repositoryId }) => repositoryId));
      const { appId, installationId } = of;
      const lost = memory.githubRepositories.filter(
        (one) => isWhole && isOf(of)(one) && !numbers.has(one.repositoryId),
      );
      memory.githubInstallations = memory.githubInstallations.map((one) =>
        isWhole && isOf(of)(one) ? { ...one, shownAt: memory.now() } : one,
      );
      memory.githubRepositories = [
        ...memory.githubRepositories.filter(
          (one) => !lost.includes(one) && !(one.appId === appId && numbers.has(one.repositoryId)),
        ),
        ...[...new Map(repositories.map((one) => [one.repositoryId, { appId, installationId, ...one }])).values()],
      ];
      tell();
      return lost.map(({ repositoryId }) => repositoryId);
    },
    async hide({ appId, repositoryId }) {
      const left = memory.githubRepositories.filter((one) => one.appId !== appId || one.repositoryId !== repositoryId);
      const isThere = left.length < memory.githubRepositories.length;
      memory.githubRepositories = left;
      tell();
      return isThere;
    },
    listShown: async (of) =>
      memory.githubRepositories
        .filter(isOf(of))
        .map(({ appId: _app, installationId: _installation, ...repository }) => repository)
        .toSorted((a, b) => `${a.owner}/${a.name}`.localeCompare(`${b.owner}/${b.name}`)),
    async listShowing({ host, repositoryId }) {
      const showing = memory.githubRepositories.filter((one) => one.repositoryId === repositoryId);
      return [...memory.githubApps.values()]
        .filter((app) => app.host === host)
        .flatMap(({ id }) => memory.githubInstallations.filter((one) => one.appId === id))
        .filter((one) => showing.some(isOf(one)))
        .map(asPut);
    },
  };
}
