import type { StatusComment } from "./status-comment.ts";

export interface StatusCommentStore {
  /** null: nothing was posted or tried. */
  get(taskId: string): Promise<StatusComment | null>;
  /**
   * Counts up before a text is posted, and returns the comment so: whoever begins later has a greater sequence. null: somebody began
   * after this sequence, with what may be newer. 0: nothing was posted or tried.
   */
  begin(taskId: string, after: number): Promise<StatusComment | null>;
  /**
   * Keeps what was posted, and its address with the task's newest execution and its result, which the feed tells where it is a
   * new one. Nothing, where somebody began after this sequence.
   */
  note(comment: StatusComment): Promise<void>;
  /** How many tasks of the same account's repositories have a comment that goes on. */
  countLive(repoId: string): Promise<number>;
}
