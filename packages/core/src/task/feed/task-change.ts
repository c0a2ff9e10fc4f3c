import { z } from "zod";
import { Actor } from "../../account/actor.ts";
import { AgentId } from "../../agent/agent-id.ts";
import { Budget, SpendingWarning } from "../../budget/budget.ts";
import { storedBody } from "../../event/stored-body.ts";
import { ExecutionPurpose } from "../execution-purpose.ts";
import { FailureReason, TaskStatus } from "../task.ts";
import { TaskEnding } from "../task-ending.ts";

const executionId = z.uuid();

/**
 * What happened to a task. A change is small and holds no text of people and agents: it names what it is about, and who
 * wants more looks there.
 */
export const TaskChangeBody = z.discriminatedUnion("type", [
  z.object({ type: z.literal("created") }),
  /** The task's own status; `failureReason` is null but for `failed` and `refused`. */
  z.object({ type: z.literal("status"), status: TaskStatus, failureReason: FailureReason.nullable() }),
  z.object({
    type: z.literal("execution_added"),
    executionId,
    agentType: AgentId.nullable(),
    model: z.string().max(255).nullable(),
    purpose: ExecutionPurpose,
  }),
  /** What it works with is decided. */
  z.object({
    type: z.literal("execution_resolved"),
    executionId,
    agentType: AgentId,
    model: z.string().max(255).nullable(),
  }),
  z.object({ type: z.literal("execution_moved"), executionId, state: TaskStatus }),
  z.object({
    type: z.literal("execution_ended"),
    executionId,
    state: TaskStatus,
    failureReason: FailureReason.nullable(),
  }),
  /** What became of the result of an execution. */
  z.object({
    type: z.literal("published"),
    executionId,
    publication: z.enum(["branch", "pull_request", "review", "kept", "nothing"]),
  }),
  /** Something of ours was newly said on a forge: the execution and the result have its address. */
  z.object({ type: z.literal("comment_posted"), executionId }),
  /** The result stands in its repository no more. */
  z.object({ type: z.literal("ref_forgotten"), executionId }),
  /** What was kept of the result had its time and is gone. */
  z.object({ type: z.literal("kept_removed"), executionId }),
  z.object({ type: z.literal("plan_made"), executionId }),
  z.object({ type: z.literal("plan_approved"), executionId, isEdited: z.boolean() }),
  z.object({ type: z.literal("plan_rejected"), executionId }),
  /** A message of this number was added for the agent. */
  z.object({ type: z.literal("message_added"), number: z.int().positive() }),
  z.object({
    type: z.literal("message_delivered"),
    number: z.int().positive(),
    executionId,
    delivery: z.enum(["live", "turn"]),
  }),
  z.object({ type: z.literal("cancel_asked") }),
  /** Something was done that ends it, or ended what it proposed. */
  z.object({ type: z.literal("ending_noted"), why: TaskEnding.shape.why }),
  /** It stands in the lists no more, or again. */
  z.object({ type: z.literal("archived"), isArchived: z.boolean() }),
  z.object({ type: z.literal("retry_asked") }),
  z.object({ type: z.literal("resume_asked") }),
  /** A kept result is to be published; the rules are those whose findings were accepted with it. */
  z.object({ type: z.literal("publish_asked"), executionId, acceptedRules: z.array(z.string()) }),
  z.object({ type: z.literal("budget_set"), budget: Budget }),
  /** Of each limit once. */
  SpendingWarning.extend({ type: z.literal("spending_warned") }),
]);
export type TaskChangeBody = z.infer<typeof TaskChangeBody>;

/** A change as who makes it tells it. */
export interface NewTaskChange {
  taskId: string;
  actor: Actor | null;
  body: TaskChangeBody;
}

/** Who did it; `unknown`: somebody of a kind that a newer version knows. */
const StoredActor = z.union([
  Actor,
  z.looseObject({}).transform((stored) => ({ kind: "unknown" as const, stored: stored as unknown })),
]);

/** A change as it is read: what a newer version wrote is carried along. */
export const TaskChange = z.object({
  taskId: z.uuid(),
  /** Counts the changes of a task from 1 without gaps. */
  number: z.int().positive(),
  /** Orders the changes of all tasks as they were committed; has gaps. */
  position: z.int().positive(),
  at: z.date(),
  /** null: nobody, it came about by itself. */
  actor: StoredActor.nullable(),
  body: storedBody(TaskChangeBody),
});
export type TaskChange = z.infer<typeof TaskChange>;
