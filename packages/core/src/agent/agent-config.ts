import { z } from "zod";
import { AgentId } from "./agent-id.ts";

/** How a project wants its agents to behave. One per project. */
export const AgentConfig = z.object({
  id: z.uuid(),
  projectId: z.uuid(),
  enabledAgents: z.array(AgentId).default(["claude-code", "aider"]),
  defaultAgent: AgentId.default("claude-code"),
  requirePlanApproval: z.boolean().default(false),
  timeoutMinutes: z
    .int()
    .positive()
    .max(24 * 60)
    .default(30),
  hooks: z.record(z.string(), z.unknown()).default({}),
  createdAt: z.date(),
  updatedAt: z.date(),
});
export type AgentConfig = z.infer<typeof AgentConfig>;
