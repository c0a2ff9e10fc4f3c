import type { CatalystError, CatalystErrorCode } from "../catalyst-error.ts";
import type { FailureReason } from "../task/task.ts";
import type { Advance, Step } from "./step.ts";

const REASONS: Partial<Record<CatalystErrorCode, FailureReason>> = {
  isolation_unavailable: "isolation_unavailable",
  gateway_unavailable: "gateway_unavailable",
  invalid_configuration: "settings_invalid",
  credential_missing: "credential_missing",
  credential_rejected: "credential_rejected",
  not_found: "repository_unavailable",
  unavailable: "repository_unavailable",
  unsupported: "repository_unavailable",
  forbidden: "repository_unavailable",
  invalid_input: "repository_unavailable",
  conflict: "branch_conflict",
  storage_full: "storage_full",
  policy_violation: "policy_violation",
};

/** Ends the execution with an error that says what to do. What was pushed stays where it is; what never started leaves nothing. */
export async function failExecution({ lease, execution, deps }: Step, error: CatalystError): Promise<Advance> {
  await deps.executions.end(
    lease,
    {
      state: "failed",
      failureReason: REASONS[error.code] ?? "internal_error",
      errorMessage: error.message,
      result: null,
    },
    {},
  );
  await deps.environments.destroy(execution.id);
  if (execution.state === "pending" || execution.state === "provisioning") {
    await deps.repositories.discard({ executionId: execution.id, keptAt: null });
  }
  return { kind: "done" };
}
