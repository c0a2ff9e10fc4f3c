import type { Actor } from "../account/actor.ts";
import type { AgentCredential } from "../credential/credential.ts";
import type { AskedExecution } from "../execution/asked-execution.ts";
import type { ExecutionPurpose } from "./execution-purpose.ts";
import type { TaskChangeBody } from "./feed/task-change.ts";
import type { NewMessage } from "./message-store.ts";
import type { AskedWork } from "./submit/asked-work.ts";
import type { TaskOptions } from "./submit/task-options.ts";
import type { Acceptance, AgentPlan, AgentTask, TaskOutline, TaskStatus } from "./task.ts";
import type { TaskEnding } from "./task-ending.ts";

/** Its number, and the place of its project's agents, are found when it is stored. */
export type NewTask = Omit<AgentTask, "number" | "environmentId" | "createdAt">;
/** The first or a further attempt at a task; everything else about it has its default. */
export interface NewExecution {
  id: string;
  taskId: string;
  environmentNamespace: string;
  /** Who pays where a key is a person's, and who must still be allowed to when its result is published. */
  askedBy: Actor;
  asked: AskedExecution;
  purpose: ExecutionPurpose;
  continuesId: string | null;
  acceptance?: Acceptance;
}

/** What changes about a task that goes on. */
export interface TaskPatch {
  options?: TaskOptions;
  asked?: AskedWork;
  plan?: AgentPlan | null;
  branch?: string;
  baseBranch?: string;
}

export interface TaskFilter {
  projects: readonly string[];
  statuses?: TaskStatus[];
  /** Of a repository by its id, its name, its address, or the last parts of that: `owner/name`. */
  repo?: string | undefined;
  /** Who asked for them. */
  assignedBy?: string | undefined;
  /** Whose work they are, once that is decided. */
  agentType?: string | undefined;
  /** What stands in the title, in capitals or not. */
  text?: string | undefined;
  /** Those as well for which nothing was done, as what they ask for was refused. They are listed where their status is asked for. */
  hasRefused?: boolean;
  /** Those alone that were archived; absent: those that weren't. */
  isArchived?: boolean;
  limit: number;
  /** Tasks with a smaller number than this. */
  beforeNumber?: number;
}

/** Every write tells the feed (`TaskChangeStore`) in the same transaction what it changed. */
export interface TaskStore {
  /**
   * Stores the task, its first executions (several: a race), the credentials that are for this task alone, and the jobs
   * that wake a worker in one transaction. With a dedupe key that an unfinished task has, stores nothing and returns that task.
   */
  create(input: {
    task: NewTask;
    executions: NewExecution[];
    credentials: AgentCredential[];
    dedupeKey: string | null;
    actor: Actor;
  }): Promise<{ task: AgentTask; created: boolean }>;
  get(id: string): Promise<AgentTask | null>;
  /** Those of the projects, by number (`12`, `#12`) or by the beginning of the id (at least 4 characters). */
  find(input: { reference: string; projects: readonly string[] }): Promise<AgentTask[]>;
  /** The newest first, without reading what they are about. */
  list(filter: TaskFilter): Promise<TaskOutline[]>;
  /** How many there are, as far as `limit`. */
  count(filter: Omit<TaskFilter, "beforeNumber">): Promise<number>;
  /**
   * Adds an execution, the task's own credentials and a job to a task that is in one of these states, and makes it
   * pending; null when it is in another, and nothing is stored. What the task was before is kept with the execution. `message`:
   * said with it. Throws `conflict` where the task has as many messages as it may.
   */
  continue(input: {
    taskId: string;
    from: readonly TaskStatus[];
    execution: NewExecution;
    credentials: AgentCredential[];
    patch: TaskPatch;
    actor: Actor;
    message?: NewMessage | undefined;
    /** What the feed tells before the execution that was added: why the task goes on. */
    changes: TaskChangeBody[];
  }): Promise<AgentTask | null>;
  /**
   * Keeps what is to end a task or became of what it proposed, in the place of what was kept before. The task is as it is after
   * whatever else changes it at that moment. null: it is gone.
   */
  noteEnding(taskId: string, actor: Actor, ending: TaskEnding): Promise<AgentTask | null>;
  /**
   * Takes a task out of the lists, or back into them; one that hasn't ended stays in them. A task that goes on is in them again.
   * Returns it as it is then; null: it is gone.
   */
  setArchived(taskId: string, actor: Actor, isArchived: boolean): Promise<AgentTask | null>;
  /**
   * Marks the wish and wakes a worker; a task that waits is cancelled at once, and nothing happens to a final one, or to one that
   * was to end already. Where its repository is lost, it fails as `endOfLost` says. Returns the task; null: it is gone.
   */
  requestCancel(taskId: string, actor: Actor, why?: CancelReason): Promise<AgentTask | null>;
}

/** Why a task is to end: what it was for is lost, or what somebody did, which is kept with it. */
export interface CancelReason {
  isRepositoryLost?: boolean;
  ending?: TaskEnding;
}
