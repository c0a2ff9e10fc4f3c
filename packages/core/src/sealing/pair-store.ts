/** Which keys of a recipient this database's rows may be sealed to: their ids, never the keys. */
export interface PairStore {
  /** Whether something sealed to the key may be stored. */
  isKnown(keyId: string): Promise<boolean>;
  list(): Promise<string[]>;
  /** Twice is once. */
  add(keyId: string): Promise<void>;
  /** Those that nothing is sealed to, but for `keptId`. Returns the ids of those that are left. */
  forgetUnused(keptId: string): Promise<string[]>;
  /** How many rows are sealed to this recipient. */
  countSealed(): Promise<number>;
  /** Runs the work while nobody else changes this recipient's keys. */
  withLock<Result>(work: () => Promise<Result>): Promise<Result>;
}
