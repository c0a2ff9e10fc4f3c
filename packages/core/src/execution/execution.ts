import { z } from "zod";
import { Actor } from "../account/actor.ts";
import { AgentId } from "../agent/agent-id.ts";
import { CollectedWork } from "../event/event.ts";
import { TaskBefore } from "../task/act/task-before.ts";
import { ExecutionPurpose } from "../task/execution-purpose.ts";
import { Refusal } from "../task/refusal.ts";
import { Acceptance, TaskResult, TaskStatus, Verification } from "../task/task.ts";
import { AskedExecution } from "./asked-execution.ts";
import { Attempt, AttemptedStep } from "./attempt/attempt.ts";
import { Resolution } from "./resolve/resolution.ts";

/** One attempt at a task by one agent. `epoch` counts the workers that took it over and fences late writers. */
export const AgentExecution = z.object({
  id: z.uuid(),
  taskId: z.uuid(),
  /** Where the environment is: the provider's namespace, `local` on one machine. */
  environmentNamespace: z.string().max(255),
  /** Who asked for it: a task that goes on may do so for somebody else than its first. */
  askedBy: Actor,
  /** What was asked for it alone. */
  asked: AskedExecution.prefault({}),
  /** null: not decided yet. */
  agentType: AgentId.nullable(),
  model: z.string().max(255).nullable(),
  purpose: ExecutionPurpose.default("work"),
  /** The execution whose commits, and whose session where the agent is the same, this one goes on from. */
  continuesId: z.uuid().nullable(),
  /** What a person says for findings of the result that is to be published. */
  acceptance: Acceptance.nullable().default(null),
  state: TaskStatus.default("pending"),
  /** What was decided as it began, and is never decided again; null: it hasn't begun. */
  resolution: Resolution.nullable().default(null),
  /** Why it didn't begin; null: it wasn't refused. */
  refusal: Refusal.nullable().default(null),
  /** Its task before it was asked for: what a refusal takes it back to. null: it is of the task's first. */
  before: TaskBefore.nullable().default(null),
  epoch: z.int().nonnegative().default(0),
  /** Of the steps that were tried and are not done. */
  attempts: z.partialRecord(AttemptedStep, Attempt).default({}),
  leasedBy: z.string().nullable(),
  leaseExpiresAt: z.date().nullable(),
  /** When it got its place among those that run; null: it waits for one, or needs none. */
  placedAt: z.date().nullable().default(null),
  /** What the whole result is compared with. */
  baseCommit: z.string().nullable(),
  /** Where the agent starts: the base, or what the continued execution left. */
  startCommit: z.string().nullable(),
  /**
   * Whose settings, hooks and hosts it got, and whose files ran with secrets; null: no commit's, only the owner's own
   * settings count. Decided with the base.
   */
  settingsCommit: z.string().nullable(),
  /** Where the task's branch was when it began; null: it wasn't there. */
  branchCommit: z.string().nullable(),
  /** How often its environment was made anew, because it ended before an agent could begin. */
  restarts: z.int().nonnegative().default(0),
  /** How often its environment was evicted, and it went on in another one from its last checkpoint. */
  evictions: z.int().nonnegative().default(0),
  /** What its runner says of the work beside the branch; null: nothing was collected. */
  collected: CollectedWork.nullable().default(null),
  /** What it left; null: nothing beyond the start. */
  headCommit: z.string().nullable(),
  /** The agent's own name for its conversation. */
  sessionId: z.string().max(255).nullable(),
  /** How its work was verified; null: it wasn't. */
  verification: Verification.nullable().default(null),
  /** What came of this execution; the task has that of the one that counts. */
  result: TaskResult.nullable(),
  /** The full command that the agent was started with. */
  agentCommand: z.string().default(""),
  exitCode: z.int().nullable(),
  /** The end of the agent's output, cut to 64 KiB. */
  stdout: z.string().nullable(),
  stderr: z.string().nullable(),
  commitsProduced: z.array(z.string()).default([]),
  commentsPosted: z.array(z.string()).default([]),
  startedAt: z.date(),
  endedAt: z.date().nullable(),
  /** When all of its events but those of its course were removed, after their time; null: they weren't. */
  logRemovedAt: z.date().nullable().default(null),
});
export type AgentExecution = z.infer<typeof AgentExecution>;

/** An execution of which everything is decided. */
export interface ResolvedExecution extends AgentExecution {
  agentType: AgentId;
  baseCommit: string;
  resolution: Resolution;
}
