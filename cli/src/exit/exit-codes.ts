import type { CatalystErrorCode } from "@catalyst/core";

/** What the CLI's exit codes mean. Documented in docs/guide/exit-codes.md. */
export const EXIT_CODES = {
  ok: 0,
  failed: 1,
  invalidInput: 2,
  prerequisite: 3,
  credential: 4,
  policy: 5,
  limit: 6,
  tryAgain: 7,
  bug: 70,
  cancelled: 130,
  closedPipe: 141,
} as const;

const FOR_ERROR: Record<CatalystErrorCode, number> = {
  invalid_input: EXIT_CODES.invalidInput,
  invalid_configuration: EXIT_CODES.prerequisite,
  not_found: EXIT_CODES.invalidInput,
  conflict: EXIT_CODES.invalidInput,
  outdated: EXIT_CODES.tryAgain,
  base_gone: EXIT_CODES.invalidInput,
  unauthenticated: EXIT_CODES.credential,
  forbidden: EXIT_CODES.invalidInput,
  unsupported: EXIT_CODES.invalidInput,
  prerequisite_missing: EXIT_CODES.prerequisite,
  unavailable: EXIT_CODES.prerequisite,
  storage_full: EXIT_CODES.prerequisite,
  isolation_unavailable: EXIT_CODES.prerequisite,
  gateway_unavailable: EXIT_CODES.prerequisite,
  environment_refused: EXIT_CODES.prerequisite,
  credential_missing: EXIT_CODES.credential,
  credential_rejected: EXIT_CODES.credential,
  policy_violation: EXIT_CODES.policy,
  budget_exceeded: EXIT_CODES.limit,
  lease_lost: EXIT_CODES.tryAgain,
  cancelled: EXIT_CODES.cancelled,
};

export function exitCodeForError(code: CatalystErrorCode): number {
  // A newer server may know others.
  return FOR_ERROR[code] ?? EXIT_CODES.tryAgain;
}
