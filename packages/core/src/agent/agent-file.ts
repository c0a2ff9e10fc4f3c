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

/** Where a repository, at its base, defines agents of its own. */
export const PROJECT_AGENTS_FOLDER = ".catalyst/agents";

export function projectAgentPath(id: AgentId): string {
  return `${PROJECT_AGENTS_FOLDER}/${id}.yaml`;
}
