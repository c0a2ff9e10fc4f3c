import type { Lease } from "./execution-store.ts";

export interface NextClaim {
  workerId: string;
  leaseSeconds: number;
  /** Where the worker's environments are. */
  environmentNamespace: string;
  /** How many executions may have a place there at once, whichever workers conduct them. */
  places: number;
}

/** An execution that waits for a place where its environment is to be. */
export interface WaitingExecution {
  executionId: string;
  taskId: string;
  /** How many get a place before it. */
  before: number;
  /** How many have one by now; 0: nothing is in its way but that no worker came yet. */
  placed: number;
}

/**
 * Who gets a place next. An execution has one from when it is first claimed until it ends; one that only publishes what is
 * there, or that is to be cancelled, needs none. Places are given to projects in turn, to the one that has gone without for
 * longest, and within a project by age. Of what was asked for on GitHub no more of a repository have one at once than its project
 * says, and on one branch of a repository only one task's; the others wait behind everybody.
 */
export interface ExecutionQueue {
  /**
   * Takes an unfinished execution that nobody holds: one that needs no further place first, as what a dead worker left, else
   * the next in turn while a place is free. Several workers may ask at once. Null: there is none to be had.
   */
  claimNext(input: NextClaim): Promise<Lease | null>;
  /** Those of these tasks that wait, the next first. */
  listWaiting(taskIds: readonly string[]): Promise<WaitingExecution[]>;
}
