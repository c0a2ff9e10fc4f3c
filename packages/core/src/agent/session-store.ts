/** The most that a packed session may have. */
export const MAX_SESSION_BYTES = 16 * 1024 * 1024;

/** The agents' own session files, packed inside environments. Nobody opens them on the trusted side. */
export interface SessionStore {
  /**
   * Replaces what the execution saved before. False: it has ended, and nothing is stored. Of the executions that it goes on
   * from, only the one right before keeps its session: the others can't be gone on from any more.
   */
  save(executionId: string, content: Buffer): Promise<boolean>;
  /** Its own where it has saved one, else that of the execution which it goes on from, of the same task and agent; null: there is none. */
  findFor(executionId: string): Promise<Buffer | null>;
  has(executionId: string): Promise<boolean>;
}
