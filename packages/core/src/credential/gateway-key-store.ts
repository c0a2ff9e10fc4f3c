/** Which keys of the gateway this database's credentials and secrets may be sealed to: their ids, never the keys. */
export interface GatewayKeyStore {
  /** Whether something sealed to the key may be stored. */
  isKnown(keyId: string): Promise<boolean>;
  list(): Promise<string[]>;
  /** Twice is once. */
  add(keyId: string): Promise<void>;
  /** Those that nothing is sealed to, but for `keptId`. Returns the ids of those that are left. */
  forgetUnused(keptId: string): Promise<string[]>;
  /** How many credentials and secrets are stored. */
  countSealed(): Promise<number>;
  /** Runs the work while no other gateway changes keys. */
  withLock<Result>(work: () => Promise<Result>): Promise<Result>;
}
