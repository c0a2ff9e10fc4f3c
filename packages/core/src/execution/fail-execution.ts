import type { CatalystError } from "../catalyst-error.ts";
import type { CatalystErrorCode } from "../catalyst-error-code.ts";
import type { FailureReason } from "../task/task.ts";
import { keepPushed } from "./publish/keep-pushed.ts";
import type { Advance, Step } from "./step.ts";

const REASONS: Partial<Record<CatalystErrorCode, FailureReason>> = {
  prerequisite_missing: "installation_failed",
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

/** Ends the execution with an error that says what to do. What was pushed is kept as it lies. */
export async function failExecution(step: Step, error: CatalystError): Promise<Advance> {
  const { lease, execution, deps } = step;
  const result = execution.purpose === "work" ? await keepPushed(step, error.message) : null;
  await deps.executions.end(
    lease,
    {
      state: "failed",
      failureReason: REASONS[error.code] ?? "internal_error",
      errorMessage: error.message,
      result,
    },
    {},
  );
  await deps.environments.destroy(execution.id);
  await deps.repositories.discard({ executionId: execution.id, keptAt: result?.keptAt ?? null });
  return { kind: "done" };
}
