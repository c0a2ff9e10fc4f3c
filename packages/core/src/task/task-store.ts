import type { AgentCredential } from "../credential/credential.ts";
import type { AgentTask, TaskStatus } from "./task.ts";

export type NewTask = Omit<AgentTask, "number" | "createdAt">;
/** The first or a further attempt at a task; everything else about it has its default. */
export interface NewExecution {
  id: string;
  taskId: string;
  environmentNamespace: string;
}

export interface TaskFilter {
  statuses?: TaskStatus[];
  repoId?: string;
  limit: number;
  /** Tasks with a smaller number than this. */
  beforeNumber?: number;
}

export interface TaskStore {
  /**
   * Stores the task, its first execution, the credential that is for this task alone, and the job that wakes a worker
   * in one transaction. With a dedupe key that an unfinished task has, stores nothing and returns that task.
   */
  create(input: {
    task: NewTask;
    execution: NewExecution;
    credential: AgentCredential | null;
    dedupeKey: string | null;
  }): Promise<{ task: AgentTask; created: boolean }>;
  get(id: string): Promise<AgentTask | null>;
  /** By number (`12`, `#12`) or by the beginning of the id (at least 4 characters). */
  find(reference: string): Promise<AgentTask[]>;
  /** The newest first. */
  list(filter: TaskFilter): Promise<AgentTask[]>;
  /** Adds an execution, the task's own credential and a job to a failed or cancelled task and makes it pending; null when it is neither. */
  retry(input: {
    taskId: string;
    execution: NewExecution;
    credential: AgentCredential | null;
  }): Promise<AgentTask | null>;
  /** Marks the wish and wakes a worker; nothing happens to a final task. Returns the task. */
  requestCancel(taskId: string): Promise<AgentTask | null>;
}
