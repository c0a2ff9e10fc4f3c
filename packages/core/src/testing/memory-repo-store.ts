import { randomUUID } from "node:crypto";
import { AgentConfig } from "../agent/agent-config.ts";
import type { Repo } from "../vcs/repo.ts";
import type { RepoStore } from "../vcs/repo-store.ts";
import type { Memory } from "./memory.ts";

/** A project without a stored configuration has the defaults. */
export function memoryRepoStore(
  memory: Memory,
): Pick<RepoStore, "get" | "getConfig" | "setDefaultBranch" | "ensureUnseen"> {
  return {
    get: async (id) => memory.repos.get(id) ?? null,
    async ensureUnseen({ userId: projectId, ...place }) {
      const same = [...memory.repos.values()].find((one) => one.projectId === projectId && one.url === place.url);
      const repo = same ?? { id: randomUUID(), projectId, ...place, defaultBranch: null, createdAt: memory.now() };
      memory.repos.set(repo.id, repo);
      return repo;
    },
    async setDefaultBranch(repoId, defaultBranch) {
      const repo = { ...(memory.repos.get(repoId) as Repo), defaultBranch };
      memory.repos.set(repoId, repo);
      return repo;
    },
    async getConfig(projectId) {
      const times = { createdAt: memory.now(), updatedAt: memory.now() };
      return memory.configs.get(projectId) ?? AgentConfig.parse({ id: projectId, projectId, ...times });
    },
  };
}
