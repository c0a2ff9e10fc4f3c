import { z } from "zod";
import { CredentialProvider } from "../credential/credential.ts";

/**
 * What one execution may reach through the gateway. Only the SHA-256 of its token is stored. At most one grant of an
 * execution is live; it ends with the execution.
 */
export const Grant = z.object({
  executionId: z.uuid(),
  taskId: z.uuid(),
  tokenHash: z.string().regex(/^[0-9a-f]{64}$/),
  /** The provider and credential that LLM requests go to; null for an agent without a model. */
  llm: z.object({ provider: CredentialProvider, credentialId: z.uuid() }).nullable(),
  repoId: z.uuid(),
  /** The only branch that may be pushed. */
  branch: z.string(),
  expiresAt: z.date(),
  endedAt: z.date().nullable(),
});
export type Grant = z.infer<typeof Grant>;

export interface GrantStore {
  /** Replaces the execution's live grant. Refuses with `lease_lost` when the epoch is not the current one. */
  issue(grant: Omit<Grant, "endedAt">, epoch: number): Promise<void>;
  /** The live grant with this token hash: not ended, not expired by database time. */
  findLive(tokenHash: string): Promise<Grant | null>;
}
