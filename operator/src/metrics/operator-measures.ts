import type { EnvironmentPoolStatus, EnvironmentResource, EnvironmentStatusFields } from "@catalyst/kubernetes";

/** What the operator measures of what it does. Nothing of it waits, and nothing throws. */
export interface OperatorMeasures {
  /** A status was told of an Environment, which had this one before. */
  told(environment: EnvironmentResource, former: EnvironmentStatusFields | undefined): void;
  /** How a pool of this uid is; null: it is gone. */
  pooled(uid: string, status: EnvironmentPoolStatus | null): void;
  /** What became of wanting a pod of a pool. */
  claimed(result: "claimed" | "lost"): void;
  /** Something wasn't done, and is tried again. */
  failed(): void;
  /** Whether this one leads. */
  leads(isLeader: boolean): void;
  /** How many Environments are to be looked at, and how long one of them took. */
  queued(depth: number): void;
  looked(seconds: number): void;
}

/** For an operator that nobody asks for its metrics. */
export const NOTHING_MEASURED: OperatorMeasures = {
  ...{ told: () => undefined, failed: () => undefined, leads: () => undefined },
  ...{ queued: () => undefined, looked: () => undefined, pooled: () => undefined, claimed: () => undefined },
};
