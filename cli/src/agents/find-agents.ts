import { type AgentDefinition, lookUpAgent } from "@catalyst/agents";
import type { AgentFile } from "@catalyst/core";
import { listUserAgents, readUserAgent, settingsFormats } from "@catalyst/settings-files";

export interface AgentSearch {
  home: string;
  /** The repository's own definition; null: none counts. */
  source: { file: AgentFile | null } | null;
}

/** The agent of this name: the registry's, the user's, or else the project's. Throws like `lookUpAgent`. */
export function findAgentFor(id: string, { home, source }: AgentSearch): Promise<AgentDefinition> {
  return lookUpAgent(id, {
    formats: settingsFormats,
    readFile: async () => (await readUserAgent(home, id)) ?? source?.file ?? null,
    listIds: () => listUserAgents(home),
  });
}
