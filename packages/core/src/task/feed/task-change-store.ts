import type { TaskChange } from "./task-change.ts";

/**
 * The feed: what happened to tasks. To miss nothing, subscribe first, then list until nothing is left, and list again from
 * there whenever something is announced.
 */
export interface TaskChangeStore {
  /** Changes of one task, in order and without a gap, but for the oldest ones, which are removed after their time. */
  list(input: { taskId: string; afterNumber: number; limit: number }): Promise<TaskChange[]>;
  /**
   * Changes of all tasks of the projects in the order in which they were committed: nothing with a smaller position comes
   * after one that was listed.
   */
  listOfProjects(input: { projects: readonly string[]; afterPosition: number; limit: number }): Promise<TaskChange[]>;
  /** The position of the newest change of all tasks; 0: there is none. */
  newestPosition(): Promise<number>;
  /**
   * Calls the handler with a task's id soon after it changed, once for all that changed together; with null when
   * announcements may have got lost, so that everything must be looked at. Returns how to stop.
   */
  subscribe(onChange: (taskId: string | null) => void): Promise<() => void>;
}
