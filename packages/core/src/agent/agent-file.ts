import { z } from "zod";
import { AgentId } from "./agent-id.ts";

/** The definition of an agent that the registry doesn't have, as it was found. */
export const AgentFile = z.object({
  id: AgentId,
  text: z.string(),
  /** The file as people know it. */
  path: z.string(),
  /** Where it was read, for errors: `at main`. */
  where: z.string(),
  /** Who wrote it. What a project names is run in environments only. */
  owner: z.enum(["user", "project"]),
});
export type AgentFile = z.infer<typeof AgentFile>;

/** Where a repository, at its base, defines agents of its own. */
export const PROJECT_AGENTS_FOLDER = ".catalyst/agents";

export function projectAgentPath(id: AgentId): string {
  return `${PROJECT_AGENTS_FOLDER}/${id}.yaml`;
}
