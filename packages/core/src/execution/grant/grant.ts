import { z } from "zod";
import { AgentId } from "../../agent/agent-id.ts";
import { CredentialProvider } from "../../credential/credential.ts";
import { StageKind } from "../../environment/stages/stage.ts";
import type { Lease } from "../execution-store.ts";

/**
 * Who a token is for. The runner reports, keeps sessions, takes messages and setup secrets, and reaches no model and no
 * host; what runs beside it, the agent and the hooks, reaches these, and nothing of the runner's.
 */
export const GrantHolder = z.enum(["runner", "agent"]);
export type GrantHolder = z.infer<typeof GrantHolder>;

const PodPlace = z.object({
  uid: z.string(),
  /** The only one that its connections come from; null: its cluster hides that. */
  address: z.string().nullable(),
});
export type PodPlace = z.infer<typeof PodPlace>;

/**
 * What one stage of an execution may reach through the gateway. It is decided before the environment is made; its token is
 * made when the stage begins, and of that only the SHA-256 is stored. It ends when a later stage begins, or with the execution.
 */
export const Grant = z.object({
  executionId: z.uuid(),
  taskId: z.uuid(),
  /** The agent of the execution, as it was decided. */
  agentType: AgentId.nullable(),
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
  /** How long its token counts from when the stage begins. */
  seconds: z.int().positive(),
  expiresAt: z.date(),
  endedAt: z.date().nullable(),
  /** The pod that its token counts from; null: it counts over the socket of its execution's environment. */
  pod: PodPlace.nullable().default(null),
  /** Whether its token was shown since it counts; only known of those of pods. */
  isUsed: z.boolean().default(false),
});
export type Grant = z.infer<typeof Grant>;

/** A grant whose stage hasn't begun. Whose it is, its execution says. */
export const PlannedGrant = Grant.omit({
  ...{ agentType: true, tokenHash: true, expiresAt: true, endedAt: true, pod: true, isUsed: true },
});
export type PlannedGrant = z.infer<typeof PlannedGrant>;

/** A stage that begins, and what is stored of its tokens. */
export interface StageBegin {
  executionId: string;
  stageNumber: number;
  tokenHashes: Record<GrantHolder, string>;
}

export interface GrantStore {
  /**
   * Puts what the execution's stages may reach in the place of what was planned before. A stage that has begun keeps its
   * grants, and with them its tokens. Refuses with `lease_lost` when the epoch is not the current one.
   */
  plan(lease: Lease, grants: readonly PlannedGrant[]): Promise<void>;
  /**
   * A stage begins: its grants count from now on, by these tokens alone, and those of the stages before it end. null: there
   * is no such stage, it is over, or the execution has ended.
   */
  begin(stage: StageBegin): Promise<{ taskId: string } | null>;
  /** A token of a pod is used: from now on its stage's job isn't handed out again. False: it counts no more. */
  use(tokenHash: string): Promise<boolean>;
  /** The live grant with this token hash: not ended, not expired by database time. */
  findLive(tokenHash: string): Promise<Grant | null>;
  /** The executions of this machine's environments that have a grant that is live, or whose stage is still to begin. */
  listExecutions(): Promise<string[]>;
  /** Calls `onChange` soon after grants were planned; may call it without any. Returns how to stop. */
  watch(onChange: () => void): Promise<() => Promise<void>>;
}
