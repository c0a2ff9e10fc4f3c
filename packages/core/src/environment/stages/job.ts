import { z } from "zod";
import { AgentId } from "../../agent/agent-id.ts";
import { SessionId } from "../../agent/session-id.ts";
import { AgentPurpose } from "../../task/execution-purpose.ts";
import { GatewayAddress } from "../gateway-address.ts";
import { ContextFile } from "./context-file.ts";
import { MAX_TURNS, StageKind } from "./stage.ts";

const MAX_PROMPT_LENGTH = 16 * 1024 * 1024;
const MAX_CONTEXT_FILES = 20;
const MAX_SCRIPT_LENGTH = 256 * 1024;
const MAX_TEXT_LENGTH = 10_000;
const MAX_ITEMS = 1000;

const Token = z.string().min(43).max(200);
const Commit = z.string().regex(/^[0-9a-f]{40,64}$/);
const BranchName = z.string().min(1).max(255);
const Script = z.string().max(MAX_SCRIPT_LENGTH).nullable().default(null);
const Seconds = z
  .int()
  .positive()
  .max(7 * 24 * 3600);

/**
 * What a stage of an environment is to do, decided before the environment is made. What came of the stages before it is asked
 * for at the gateway when it begins.
 */
export const StageJob = z.object({
  executionId: z.uuid(),
  /** The stage's place among those of its execution, from 0; each environment's are beyond those of the one before it. */
  stageNumber: z.int().nonnegative(),
  stage: StageKind,
  /** How often the agent has worked when this stage is over; its own turn, or the one that is verified. */
  turn: z.int().positive().max(MAX_TURNS).default(1),
  agent: z.object({
    id: AgentId,
    model: z.string().max(255).nullable(),
    /** The LLM dialect path at the gateway, for example `anthropic`; null for agents without a model. */
    provider: z.string().max(50).nullable(),
    purpose: AgentPurpose.default("work"),
    /** The agent's own session to go on with; its files are at the gateway. */
    resumeSessionId: SessionId.nullable().default(null),
    /** The definition of an agent that the registry doesn't have, which `findAgentOfJob` reads. */
    definition: z.json().optional(),
  }),
  prompt: z.string().max(MAX_PROMPT_LENGTH),
  /** What the agent may read beside it; none but in its own stages. */
  contextFiles: z.array(ContextFile).max(MAX_CONTEXT_FILES).default([]),
  hooks: z
    .object({
      setup: Script,
      /** The only files that are there while `setup` runs, as patterns; null: all. */
      setupReads: z.array(z.string().max(MAX_TEXT_LENGTH)).max(MAX_ITEMS).nullable().default(null),
      /** By which the gateway keeps what `setup` leaves, for later environments; null: it doesn't, whoever makes the environment may. */
      setupKey: z
        .string()
        .regex(/^[0-9a-f]{64}$/)
        .nullable()
        .default(null),
      /** Whether the gateway has secrets for `setup` in this job. */
      hasSecrets: z.boolean().default(false),
      verify: Script,
      timeoutSeconds: Seconds.default(900),
    })
    .prefault({}),
  /** The project's variables, for hooks and agent. */
  env: z.record(z.string().max(255), z.string().max(MAX_TEXT_LENGTH)).default({}),
  /** Whether the gateway opens connections to some hosts: then proxy variables point to it. */
  hasEgress: z.boolean().default(false),
  repository: z.object({
    /** The commit to start from. */
    baseCommit: Commit,
    /** The commit that an earlier stage set the workspace up at; null: there is no workspace yet. */
    setUpCommit: Commit.nullable().default(null),
    /** The only branch that a push may create. */
    branch: BranchName,
    baseBranch: BranchName,
    /** The only folders that are checked out; empty: all. */
    sparsePaths: z.array(z.string().min(1).max(255)).max(100).default([]),
    /** What the change that is checked out is to be read beside; null: none is, or an earlier stage saw to it. */
    reviewed: z
      .object({
        /** What it is for: it is brought along, and what instructs agents is as it is there. */
        baseCommit: Commit,
        /** What agents read as instructions or settings, as `ProtectedPath` names places. */
        instructionPaths: z.array(z.string().max(MAX_TEXT_LENGTH)).max(MAX_ITEMS),
      })
      .nullable()
      .default(null),
  }),
  author: z.object({ name: z.string().min(1).max(255), email: z.string().min(3).max(255) }),
  /** The message of the commit that the runner makes of left-over changes. */
  leftoverCommitMessage: z.string().min(1).max(MAX_TEXT_LENGTH),
  /** The agent's own time, for all its turns together; then SIGTERM, `graceSeconds`, SIGKILL. */
  timeoutSeconds: Seconds,
  graceSeconds: z.int().nonnegative().max(3600),
});
export type StageJob = z.infer<typeof StageJob>;

/** What a stage is let in with, made when it begins and worth nothing after it. */
export const StageAccess = z.object({
  /** The runner's own: what it is for, nothing beside the runner may do. */
  token: Token,
  /** For what runs beside the runner: agent and hooks. It is `agentTokenOf(token)`. */
  agentToken: Token,
});
export type StageAccess = z.infer<typeof StageAccess>;

/** What the runner is told: all that an environment knows. Its tokens are its only secrets. */
export const Job = StageJob.extend({ ...StageAccess.shape, gateway: GatewayAddress });
export type Job = z.infer<typeof Job>;
