import type { CollectedWork } from "../event/event.ts";
import type { OneReview } from "../forge/review/join-said.ts";
import type { AgentTask, TaskEnd, TaskResult, TaskStatus, Verification } from "../task/task.ts";
import type { Attempt, AttemptedStep } from "./attempt/attempt.ts";
import type { AgentExecution } from "./execution.ts";
import type { Decision } from "./resolve/decide/decision.ts";

/** Names the holder of a lease: later writes count only while the epoch is still this one. */
export interface Lease {
  executionId: string;
  epoch: number;
}

export interface ExecutionPatch {
  startCommit?: string;
  branchCommit?: string | null;
  restarts?: number;
  evictions?: number;
  headCommit?: string | null;
  sessionId?: string | null;
  verification?: Verification | null;
  collected?: CollectedWork | null;
  result?: TaskResult | null;
  agentCommand?: string;
  exitCode?: number | null;
  stdout?: string | null;
  stderr?: string | null;
  commitsProduced?: string[];
  /** Those that are there already stay. */
  commentsPosted?: string[];
}

export interface ExecutionStore {
  get(id: string): Promise<AgentExecution | null>;
  /** One of a task of the projects. */
  find(input: { id: string; projects: readonly string[] }): Promise<AgentExecution | null>;
  /** The oldest first. */
  listForTask(taskId: string): Promise<AgentExecution[]>;
  /**
   * Takes an unfinished execution whose lease is free or expired by database time, whoever waits for a place before it;
   * raises the epoch. Null: not to be had.
   */
  claim(input: { executionId: string; workerId: string; leaseSeconds: number }): Promise<Lease | null>;
  /** False: the lease is lost and the holder must stop at once. */
  heartbeat(lease: Lease, leaseSeconds: number): Promise<boolean>;
  /** Gives the lease back so that another worker may take over now. */
  release(lease: Lease): Promise<void>;
  /** Unfinished executions of all workers of a namespace: while there is one, a machine that has it is not idle. */
  countUnfinished(environmentNamespace: string): Promise<number>;
  /**
   * Stores what was decided, in one transaction: for those of the executions for which nothing was decided before, and with
   * the first of these for the task. Keys that are for the task alone are deleted but for those that were decided on. Throws
   * `lease_lost` like `move`.
   */
  resolve(lease: Lease, decision: Decision): Promise<void>;
  /**
   * Moves execution and task to `to` in one transaction, applies the patch, and stores a `status` event.
   * Throws `lease_lost` when the epoch is not the current one. Moving to where it is already changes nothing but the patch.
   */
  move(lease: Lease, to: Exclude<TaskStatus, TaskEnd["state"]>, patch: ExecutionPatch): Promise<void>;
  /**
   * In one transaction: the execution's end, the task's state with it, the plan where there is a new one, the grants dead,
   * a `status` event. The result is stored with the execution whose it is. While other executions of the task go on, the
   * task stays as it is; with the last one, the task's own credentials are deleted. A refusal takes a task that was to go on
   * back to what it was. Throws `lease_lost` like `move`.
   */
  end(lease: Lease, end: TaskEnd, patch: ExecutionPatch): Promise<void>;
  /** The reviews that were said of a pull request, the oldest first: the last `max` of them. */
  listSaidReviews(of: { repoId: string; number: number; max: number }): Promise<OneReview[]>;
  /** How a step went that isn't done; null: it is. Throws `lease_lost` like `move`. */
  noteAttempt(lease: Lease, step: AttemptedStep, attempt: Attempt | null): Promise<void>;
  /** The task of an execution. */
  getTask(executionId: string): Promise<AgentTask | null>;
}
