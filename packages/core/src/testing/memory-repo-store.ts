import { AgentConfig } from "../agent/agent-config.ts";
import type { RepoStore } from "../vcs/repo-store.ts";
import type { Memory } from "./memory.ts";

/** A project without a stored configuration has the defaults. */
export function memoryRepoStore(memory: Memory): Pick<RepoStore, "get" | "getConfig"> {
  return {
    get: async (id) => memory.repos.get(id) ?? null,
    async getConfig(projectId) {
      const times = { createdAt: memory.now(), updatedAt: memory.now() };
      return memory.configs.get(projectId) ?? AgentConfig.parse({ id: projectId, projectId, ...times });
    },
  };
}
