import { z } from "zod";
import { CredentialProvider } from "../credential/credential.ts";
import { StageKind } from "../environment/stage.ts";

/**
 * Who a token is for. The runner reports, keeps sessions, takes messages and setup secrets, and reaches no model and no
 * host; what runs beside it, the agent and the hooks, reaches these, and nothing of the runner's.
 */
export const GrantHolder = z.enum(["runner", "agent"]);
export type GrantHolder = z.infer<typeof GrantHolder>;

/**
 * What one execution may reach through the gateway. Only the SHA-256 of its token is stored. At most one grant of an
 * execution, a stage and a holder is live; it ends with the execution.
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
  stage: StageKind.default("agent"),
  /** The stage's place among those of its environment, from 0: each is over before the next begins. */
  stageNumber: z.int().nonnegative().default(0),
  holder: GrantHolder,
  /** The repository's secrets that may be asked for, by name. */
  secrets: z.array(z.string()).default([]),
  /** Those that an earlier stage may have left in what this one sees: they are masked in all that is recorded. */
  maskedSecrets: z.array(z.string()).default([]),
  /** Hosts that CONNECT may open, as `name` or `*.name`; empty: none. */
  allowedHosts: z.array(z.string()).default([]),
  /** What the provider may be asked for beyond the usual. */
  allowedFeatures: z.array(z.string()).default([]),
  /** The owner's word for models whose price isn't known, as `qwen3=0.5/2`. */
  modelPrices: z.array(z.string()).default([]),
  expiresAt: z.date(),
  endedAt: z.date().nullable(),
});
export type Grant = z.infer<typeof Grant>;

export interface GrantStore {
  /** Replaces the live grant of the execution, stage and holder. Refuses with `lease_lost` when the epoch is not the current one. */
  issue(grant: Omit<Grant, "endedAt">, epoch: number): Promise<void>;
  /** Ends the execution's live grants of the stages before this one, whoever holds them. */
  endEarlier(input: { executionId: string; stageNumber: number }): Promise<void>;
  /** The live grant with this token hash: not ended, not expired by database time. */
  findLive(tokenHash: string): Promise<Grant | null>;
  /** The executions that have a live grant. */
  listExecutions(): Promise<string[]>;
  /** Calls `onChange` soon after a grant was issued; may call it without any. Returns how to stop. */
  watch(onChange: () => void): Promise<() => Promise<void>>;
}
