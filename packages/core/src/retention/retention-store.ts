import type { AgentExecution } from "../execution/execution.ts";

/** Which executions are looked at: so many of those that ended before, from the one after `afterId` on, by their ids. */
export interface EndedPage {
  endedBefore: Date;
  afterId: string | null;
  limit: number;
}

/** An execution that ended, and the repository that it worked on. */
export interface EndedExecution {
  execution: AgentExecution;
  repoId: string;
}

/** What was removed in one go, and whether nothing is left to remove. */
export interface Deleted {
  count: number;
  isDone: boolean;
}

/** What the database keeps, and what it knows of what is kept elsewhere. */
export interface RetentionStore {
  /** Executions whose results stand in their repository by a ref. */
  listWithRef(page: EndedPage): Promise<EndedExecution[]>;
  /** The result of an ended execution stands in its repository no more. */
  forgetRef(executionId: string): Promise<void>;
  /** Executions whose results are kept in a repository of ours. */
  listWithKept(page: EndedPage): Promise<EndedExecution[]>;
  /**
   * Notes that what is kept of an execution is kept no longer; what its result says in words stays. False, and nothing is
   * changed: another execution of the task may need it.
   */
  forgetKept(executionId: string, now: Date): Promise<boolean>;
  /** Does the work while no execution of the same task can begin, if none is unfinished. */
  whileSettled(executionId: string, work: (execution: AgentExecution) => Promise<void>): Promise<void>;
  /** What its own kinds take on the disk, in bytes. */
  measure(): Promise<{ sessions: number; events: number; changes: number; audit: number }>;
  /** What unfinished executions may use. */
  listInUse(): Promise<{ repoIds: Set<string>; agentTypes: Set<string> }>;
  /** Removes up to so many sessions that were saved before and that no unfinished execution may open. */
  deleteSessions(input: { savedBefore: Date; limit: number }): Promise<Deleted>;
  /** Removes up to so many events of executions that ended before, but for their course and cost. */
  deleteEvents(input: { endedBefore: Date; limit: number }): Promise<Deleted>;
  /** Removes up to so many changes that happened before, but for the newest of each task, after which numbers go on. */
  deleteChanges(input: { before: Date; limit: number }): Promise<Deleted>;
  /** Removes up to so many entries of the audit that were written down before. */
  deleteAudit(input: { before: Date; limit: number }): Promise<Deleted>;
}
