import { randomUUID } from "node:crypto";
import type { Repo } from "../../../vcs/repo.ts";
import type { RepoStore } from "../../../vcs/repo-store.ts";
import type { Memory } from "../memory.ts";

export function memoryRepoStore(memory: Memory): RepoStore {
  return {
    get: async (id) => memory.repos.get(id) ?? null,
    list: async ({ projects, afterUrl, limit }) =>
      [...memory.repos.values()]
        .filter(({ projectId, url }) => projects.includes(projectId) && (afterUrl === null || url > afterUrl))
        .toSorted((a, b) => (a.url < b.url ? -1 : 1))
        .slice(0, limit),
    findNamed: async ({ projectId, name, limit }) =>
      [...memory.repos.values()]
        .filter((repo) => repo.projectId === projectId && isNamed(repo, name))
        .toSorted((a, b) => (a.url < b.url ? -1 : 1))
        .slice(0, limit),
    async ensure(place) {
      const isSame = ({ projectId, url }: Repo) => projectId === place.projectId && url === place.url;
      const same = [...memory.repos.values()].find(isSame);
      const repo = same ?? { id: randomUUID(), ...place, createdAt: memory.now() };
      memory.repos.set(repo.id, repo);
      return repo;
    },
    async setDefaultBranch(repoId, defaultBranch) {
      const repo = { ...(memory.repos.get(repoId) as Repo), defaultBranch };
      memory.repos.set(repoId, repo);
      return repo;
    },
    linkForge: async (repoId, forge) => void memory.forges.set(repoId, forge),
    findForge: async (repoId) => memory.forges.get(repoId) ?? null,
    listOfForge: async ({ host, id }) =>
      [...memory.repos.values()].filter((repo) => {
        const forge = memory.forges.get(repo.id);
        return forge?.host === host && forge.id === id;
      }),
  };
}

export function isNamed({ id, name: own, url }: Repo, name: string): boolean {
  return [id, own, url].includes(name) || url.replace(/\.git$/, "").endsWith(`/${name}`);
}
