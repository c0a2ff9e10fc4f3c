import type { AgentConfig } from "../../agent/agent-config.ts";

/** What the owners of projects said of their agents. */
export interface SettingsStore {
  get(projectId: string): Promise<AgentConfig | null>;
  /** Stores everything but the id and the project. Throws `conflict` when it was changed since `readAt`. */
  save(config: AgentConfig, readAt: Date): Promise<void>;
}
