/** How the runner ends; what it did before is in its events. */
export const RUNNER_EXIT_CODES = {
  /** Its job was done to the end, whatever the agent's own end. */
  done: 0,
  /** A fault of the runner. */
  fault: 1,
  /** The gateway refuses the token. */
  grantEnded: 3,
  /** The workspace could not be prepared: no agent was started. */
  notPrepared: 4,
} as const;
