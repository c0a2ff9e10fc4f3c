import { z } from "zod";
import { AgentId } from "../agent/agent-id.ts";
import { EnvironmentLimits } from "./limits/environment-limits.ts";
import { StageJob } from "./stages/job.ts";
import { MAX_TURNS, StageKind } from "./stages/stage.ts";

/**
 * One job in an environment, which its runner alone gets to know. A `verify` has a home and
 * a workspace of its own: both as the first stage left them that prepares, or empty where there was none.
 */
export const EnvironmentStage = z.object({
  /** `job.stage` is what the stage is for. */
  job: StageJob,
  /** The workspace that the former stage left can't be changed. */
  isWorkspaceReadOnly: z.boolean().default(false),
});
export type EnvironmentStage = z.infer<typeof EnvironmentStage>;

/** What the `setup` leaves is kept for later environments of the repository, and given to them before theirs. */
export const SetupCache = z.object({
  /** Environments with the same key may use each other's setup. */
  key: z.string().regex(/^[0-9a-f]{64}$/),
});
export type SetupCache = z.infer<typeof SetupCache>;

/**
 * What is needed to make an environment. Its stages run one after the other, each as a process tree of its own: first
 * `setup` and `prepare` where there are such, then `agent` and `verify` in turn. Those that `findNextStage` doesn't name are skipped.
 */
export const EnvironmentRequest = z.object({
  executionId: z.uuid(),
  agentId: AgentId,
  /** null for an agent that needs no installation. */
  agentVersion: z.string().nullable(),
  /** The repository that the execution works on, whose mirror it may read. */
  repoId: z.uuid(),
  limits: EnvironmentLimits,
  /** After this many seconds the provider ends the environment, whatever the runner does. */
  timeoutSeconds: z.int().positive(),
  stages: z
    .array(EnvironmentStage)
    .min(1)
    .max(2 + 2 * MAX_TURNS),
  setupCache: SetupCache.nullable().default(null),
});
export type EnvironmentRequest = z.infer<typeof EnvironmentRequest>;

export const EnvironmentExitReason = z.enum([
  "exited",
  "signal",
  "out_of_memory",
  "disk_full",
  "timeout",
  /** What it ran on took its place away: for others, for want of room, or because the machine goes. Nothing is wrong with it. */
  "evicted",
  "destroyed",
  "lost",
  /** It reached, or could be reached by, what it must not: it was ended, and what it may reach is gone. */
  "isolation_lost",
]);
export type EnvironmentExitReason = z.infer<typeof EnvironmentExitReason>;

/**
 * What a provider says no for: isolation isn't given, no gateway comes, the image can't be had, or not now, as its registry is away, what may be used at once is
 * used up, nothing has room for it, the place's own rules forbid it, it didn't start in its time, its class is unknown there.
 */
export const EnvironmentRefusalCode = z.enum([
  "isolation",
  "gateway",
  "image",
  "registry",
  "quota",
  "unschedulable",
  "admission",
  "start_timeout",
  "class",
]);

/** A stage of an environment, and how it ended as the provider measured it from outside; null: it didn't run to an end. */
export const StageStatus = z.object({
  kind: StageKind,
  end: z
    .object({
      exitCode: z.int().nullable(),
      reason: EnvironmentExitReason,
      /** How many of its processes the kernel ended for want of memory, as far as the provider can tell. */
      outOfMemoryKills: z.int().nonnegative().optional(),
    })
    .nullable(),
});
export type StageStatus = z.infer<typeof StageStatus>;

/** How an environment is. `facts` says how limits are enforced, for the event log. */
export const EnvironmentStatus = z.discriminatedUnion("kind", [
  z.object({ kind: z.literal("absent") }),
  /** `detail`: what it waits for, for a person to read: "the gateway"; null: nothing that takes long. `since` when this is so. */
  z.object({ kind: z.literal("starting"), detail: z.string().nullable(), since: z.date() }),
  z.object({ kind: z.literal("running"), facts: z.array(z.string()) }),
  /** Nothing of it ran, and nothing will. `facts`: what was found, for a person to read. */
  z.object({
    kind: z.literal("refused"),
    code: EnvironmentRefusalCode,
    reason: z.string(),
    facts: z.array(z.string()),
  }),
  z.object({
    kind: z.literal("exited"),
    /** Those of the last stage that ran. */
    exitCode: z.int().nullable(),
    reason: EnvironmentExitReason,
    /** All that were ordered; those that weren't needed have no end. */
    stages: z.array(StageStatus),
    /** The last output of the runner itself (not of the agent), for a person to read. */
    output: z.string(),
    facts: z.array(z.string()),
  }),
]);
export type EnvironmentStatus = z.infer<typeof EnvironmentStatus>;

/** Makes, watches and ends environments. Every call may be repeated by any process at any time. */
export interface EnvironmentProvider {
  readonly kind: "local" | "kubernetes";
  /** What of it can be made before it is known what it is to run; `ensure` comes soon, or `destroy`. */
  prepare(executionId: string): Promise<void>;
  /** Starts it if it isn't there; never starts a second one for the same execution. Returns without waiting for its end. */
  ensure(request: EnvironmentRequest): Promise<EnvironmentStatus>;
  observe(executionId: string): Promise<EnvironmentStatus>;
  /** Resolves once the status is another one than `known` (`isSameStatus`), at once if it is already; also when the signal comes. */
  watch(executionId: string, known: EnvironmentStatus, signal: AbortSignal): Promise<void>;
  /** Ends every process in it and removes its files; absent afterwards. */
  destroy(executionId: string): Promise<void>;
  /** The executions that have something here, for sweeping leftovers. */
  list(): Promise<string[]>;
}
