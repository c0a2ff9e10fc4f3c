import { z } from "zod";
import { AgentId } from "../agent/agent-id.ts";

/** What an environment may use of its machine. */
export const EnvironmentLimits = z.object({
  cpus: z.number().positive().default(2),
  memoryMib: z.int().positive().default(4096),
  processes: z.int().positive().default(1024),
  diskMib: z.int().positive().default(8192),
});
export type EnvironmentLimits = z.infer<typeof EnvironmentLimits>;

/** What is needed to make an environment. `job` is written where the runner finds it, readable by it alone. */
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
  job: z.unknown(),
});
export type EnvironmentRequest = z.infer<typeof EnvironmentRequest>;

export const EnvironmentExitReason = z.enum([
  "exited",
  "signal",
  "out_of_memory",
  "disk_full",
  "timeout",
  "destroyed",
  "lost",
]);
export type EnvironmentExitReason = z.infer<typeof EnvironmentExitReason>;

/** How an environment is. `facts` says how limits are enforced, for the event log. */
export const EnvironmentStatus = z.discriminatedUnion("kind", [
  z.object({ kind: z.literal("absent") }),
  z.object({ kind: z.literal("starting") }),
  z.object({ kind: z.literal("running"), facts: z.array(z.string()) }),
  z.object({ kind: z.literal("refused"), reason: z.string() }),
  z.object({
    kind: z.literal("exited"),
    exitCode: z.int().nullable(),
    reason: EnvironmentExitReason,
    /** The last output of the runner itself (not of the agent), for a person to read. */
    output: z.string(),
    facts: z.array(z.string()),
  }),
]);
export type EnvironmentStatus = z.infer<typeof EnvironmentStatus>;

/** Makes, watches and ends environments. Every call may be repeated by any process at any time. */
export interface EnvironmentProvider {
  readonly kind: "local" | "kubernetes";
  /** Starts it if it isn't there; never starts a second one for the same execution. Returns without waiting for its end. */
  ensure(request: EnvironmentRequest): Promise<EnvironmentStatus>;
  observe(executionId: string): Promise<EnvironmentStatus>;
  /** Ends every process in it and removes its files; absent afterwards. */
  destroy(executionId: string): Promise<void>;
  /** The executions that have something here, for sweeping leftovers. */
  list(): Promise<string[]>;
}
