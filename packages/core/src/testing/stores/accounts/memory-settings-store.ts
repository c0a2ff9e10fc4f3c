import { AgentConfig } from "../../../agent/agent-config.ts";
import type { SettingsStore } from "../../../settings/owner/settings-store.ts";
import type { Memory } from "../memory.ts";

/** A project without a stored configuration has the defaults. */
export function memorySettingsStore(memory: Memory): SettingsStore {
  return {
    async get(projectId) {
      const times = { createdAt: memory.now(), updatedAt: memory.now() };
      return memory.configs.get(projectId) ?? AgentConfig.parse({ id: projectId, projectId, ...times });
    },
    async save(config) {
      memory.configs.set(config.projectId, config);
    },
  };
}
