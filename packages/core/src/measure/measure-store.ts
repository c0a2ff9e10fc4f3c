import type { TaskStatus } from "../task/task.ts";
import type { PublicationKind } from "./task-measures.ts";

/** What is read of the database to be measured. All durations are by its clock. */
export interface MeasureStore {
  /** null: the execution isn't there. */
  readExecution(executionId: string): Promise<MeasuredExecution | null>;
  /** null: the task isn't there, or has no end. */
  readTask(taskId: string): Promise<MeasuredTask | null>;
  /**
   * Seconds from when a task about an issue was asked for until its first pull request; null: it isn't about one, has none, or has
   * had one before.
   */
  readProposal(taskId: string): Promise<number | null>;
  readLoad(): Promise<Load>;
}

export interface MeasuredExecution {
  agent: string | null;
  /** Between when it began to be provisioned last and when it was moved or ended next, or now; null: it never was. */
  provisionSeconds: number | null;
  /** Whether that is what it was moved to last. */
  isProvisioning: boolean;
  /** Of what was found in its result, one for each. */
  rules: readonly string[];
}

interface MeasuredTask {
  /** From when it was asked for to its end. */
  seconds: number;
  publication: PublicationKind;
}

/** What is unfinished now. */
export interface Load {
  /** Executions that wait for a place. */
  waiting: number;
  /** How long the one waits that waits for longest; 0: none. */
  oldestSeconds: number;
  /** Executions that have a place. */
  placed: number;
  /** Unfinished tasks by their status; those that aren't named are none. */
  tasks: Partial<Record<TaskStatus, number>>;
}
