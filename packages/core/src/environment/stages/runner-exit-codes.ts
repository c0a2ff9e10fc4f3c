/** How the runner ends, which decides what runs after it; what it did before is in its events. */
export const RUNNER_EXIT_CODES = {
  /** Its job was done: the workspace is prepared, the agent has completed, or `verify` accepts the work. */
  done: 0,
  /** A fault of the runner. */
  fault: 1,
  /** The gateway refuses the token. */
  grantEnded: 3,
  /** The workspace could not be prepared: neither agent nor `verify` was started. */
  notPrepared: 4,
  /** `verify` doesn't accept the work. */
  notVerified: 5,
  /** The agent didn't complete: there is nothing to verify. */
  notCompleted: 6,
  /** The gateway didn't answer for long, so that nothing could begin. */
  outage: 7,
  /** The agent filled its disk: what it committed is pushed. */
  diskFull: 8,
  /** Somebody else than the gateway can be reached from here: what it does counts no more. */
  isolationLost: 9,
  /** What runs here did little but wait for memory: what it committed is pushed. */
  outOfMemory: 10,
} as const;
