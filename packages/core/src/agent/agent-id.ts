import { z } from "zod";
import { AGENT_NAME } from "./agent-name.ts";

/** Other names under which agents are known. */
const ALIASES: Readonly<Record<string, string>> = { codex: "codex-cli" };

/** The name of an agent, of the registry or described in a file; another name of it becomes this one. The core doesn't know which exist. */
export const AgentId = z
  .string()
  .regex(AGENT_NAME, "an agent's id is lower-case letters, digits and dashes")
  .transform((id) => (Object.hasOwn(ALIASES, id) ? (ALIASES[id] as string) : id));
export type AgentId = z.infer<typeof AgentId>;
