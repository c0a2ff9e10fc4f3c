import { z } from "zod";
import { CredentialProvider } from "../credential/credential.ts";

/**
 * Which part of an environment's life a token is for. `prepare` ends before the agent starts, so the agent never holds
 * what only the preparation may reach.
 */
export const GrantStage = z.enum(["prepare", "agent"]);
export type GrantStage = z.infer<typeof GrantStage>;

/**
 * What one execution may reach through the gateway. Only the SHA-256 of its token is stored. At most one grant of an
 * execution and a stage is live; it ends with the execution.
 */
export const Grant = z.object({
  executionId: z.uuid(),
  taskId: z.uuid(),
  tokenHash: z.string().regex(/^[0-9a-f]{64}$/),
  /** The provider and credential that LLM requests go to; null for an agent without a model. */
  llm: z.object({ provider: CredentialProvider, credentialId: z.uuid() }).nullable(),
  repoId: z.uuid(),
  /** The only branch that may be pushed; null: nothing may be. */
  branch: z.string().nullable(),
  stage: GrantStage.default("agent"),
  /** Hosts that CONNECT may open, as `name` or `*.name`; empty: none. */
  allowedHosts: z.array(z.string()).default([]),
  expiresAt: z.date(),
  endedAt: z.date().nullable(),
});
export type Grant = z.infer<typeof Grant>;

export interface GrantStore {
  /** Replaces the live grant of the execution and stage. Refuses with `lease_lost` when the epoch is not the current one. */
  issue(grant: Omit<Grant, "endedAt">, epoch: number): Promise<void>;
  /** Ends the execution's live grant of the stage, if there is one. */
  endStage(input: { executionId: string; stage: GrantStage }): Promise<void>;
  /** The live grant with this token hash: not ended, not expired by database time. */
  findLive(tokenHash: string): Promise<Grant | null>;
}
