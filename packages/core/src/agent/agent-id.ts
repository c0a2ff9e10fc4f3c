import { z } from "zod";

/** The name of an agent, of the registry or described in a file. The core doesn't know which exist. */
export const AgentId = z
  .string()
  .regex(/^[a-z][a-z0-9-]{0,49}$/, "an agent's id is lower-case letters, digits and dashes");
export type AgentId = z.infer<typeof AgentId>;
