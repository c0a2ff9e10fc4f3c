import type { AgentId } from "./agent-id.ts";

/** The definition of an agent that the registry doesn't have, as it was found. */
export interface AgentFile {
  id: AgentId;
  text: string;
  /** The file as people know it. */
  path: string;
  /** Where it was read, for errors: `at main`. */
  where: string;
  /** Who wrote it. What a project names is run in environments only. */
  owner: "user" | "project";
}

/** Where a repository, at its base, may define the agent. */
export function projectAgentPath(id: AgentId): string {
  return `.catalyst/agents/${id}.yaml`;
}
