import type { CatalystErrorCode } from "../../catalyst-error-code.ts";
import type { FailureReason } from "../../task/task.ts";

const REASONS: Partial<Record<CatalystErrorCode, FailureReason>> = {
  isolation_unavailable: "isolation_unavailable",
  gateway_unavailable: "gateway_unavailable",
  environment_refused: "environment_refused",
  invalid_configuration: "settings_invalid",
  credential_missing: "credential_missing",
  credential_rejected: "credential_rejected",
  budget_exceeded: "budget_exceeded",
  not_found: "repository_unavailable",
  base_gone: "base_gone",
  unavailable: "repository_unavailable",
  unsupported: "repository_unavailable",
  forbidden: "not_allowed",
  invalid_input: "request_invalid",
  prerequisite_missing: "installation_failed",
  conflict: "branch_conflict",
  storage_full: "storage_full",
  policy_violation: "policy_violation",
};

/** Why an execution ended that ended with an error. */
export function failureReasonOf(code: CatalystErrorCode): FailureReason {
  return REASONS[code] ?? "internal_error";
}
