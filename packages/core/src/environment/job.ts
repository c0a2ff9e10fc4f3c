import { z } from "zod";
import { AgentId } from "../agent/agent-id.ts";

/** What the runner is told: all that an environment knows. The token is its only secret. */
export const Job = z.object({
  executionId: z.uuid(),
  token: z.string().min(43),
  agent: z.object({
    id: AgentId,
    model: z.string().max(255).nullable(),
    /** The LLM dialect path at the gateway, for example `anthropic`; null for agents without a model. */
    provider: z.string().max(50).nullable(),
  }),
  prompt: z.string(),
  repository: z.object({
    /** The commit to start from. */
    baseCommit: z.string().regex(/^[0-9a-f]{40,64}$/),
    /** The only branch that a push may create. */
    branch: z.string().min(1).max(255),
    baseBranch: z.string().min(1).max(255),
  }),
  author: z.object({ name: z.string().min(1), email: z.string().min(3) }),
  /** The message of the commit that the runner makes of left-over changes. */
  leftoverCommitMessage: z.string().min(1),
  /** The agent's own time; then SIGTERM, `graceSeconds`, SIGKILL. */
  timeoutSeconds: z.int().positive(),
  graceSeconds: z.int().nonnegative(),
});
export type Job = z.infer<typeof Job>;
