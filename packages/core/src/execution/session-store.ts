/** The agents' own session files, packed inside environments. Nobody opens them on the trusted side. */
export interface SessionStore {
  save(executionId: string, content: Buffer): Promise<void>;
  /** That of the execution which this one goes on from; null: there is none. */
  findFor(executionId: string): Promise<Buffer | null>;
  has(executionId: string): Promise<boolean>;
}
