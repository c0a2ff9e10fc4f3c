import type { Task } from "@catalyst/api";
import type { FailureReason } from "@catalyst/core";
import { isDraft } from "@catalyst/core/apart";
import { EXIT_CODES } from "./exit-codes.ts";

const FOR_FAILURE: Record<FailureReason, number> = {
  agent_failed: EXIT_CODES.failed,
  timed_out: EXIT_CODES.limit,
  credential_missing: EXIT_CODES.credential,
  credential_rejected: EXIT_CODES.credential,
  rate_limited: EXIT_CODES.tryAgain,
  provider_unavailable: EXIT_CODES.tryAgain,
  budget_exceeded: EXIT_CODES.limit,
  setup_failed: EXIT_CODES.failed,
  verify_failed: EXIT_CODES.failed,
  installation_failed: EXIT_CODES.prerequisite,
  isolation_unavailable: EXIT_CODES.prerequisite,
  gateway_unavailable: EXIT_CODES.prerequisite,
  environment_refused: EXIT_CODES.prerequisite,
  environment_lost: EXIT_CODES.tryAgain,
  evicted: EXIT_CODES.tryAgain,
  out_of_memory: EXIT_CODES.limit,
  disk_full: EXIT_CODES.limit,
  policy_violation: EXIT_CODES.policy,
  branch_conflict: EXIT_CODES.invalidInput,
  branch_moving: EXIT_CODES.tryAgain,
  repo_rules: EXIT_CODES.policy,
  secret_found: EXIT_CODES.policy,
  work_not_taken: EXIT_CODES.failed,
  storage_full: EXIT_CODES.prerequisite,
  settings_invalid: EXIT_CODES.prerequisite,
  base_gone: EXIT_CODES.invalidInput,
  not_allowed: EXIT_CODES.invalidInput,
  request_invalid: EXIT_CODES.invalidInput,
  repository_unavailable: EXIT_CODES.invalidInput,
  internal_error: EXIT_CODES.failed,
};

/** The exit code of a command that waited for the task; a task that hasn't ended counts as done well. */
export function exitCodeForTask({
  status,
  failureReason,
  result,
}: Pick<Task, "status" | "failureReason"> & Partial<Pick<Task, "result">>): number {
  switch (status) {
    case "completed":
      // What could not be taken is lost, and a draft isn't what the project wants.
      return (result?.leftOut.length ?? 0) === 0 && !isDraft(result ?? null) ? EXIT_CODES.ok : EXIT_CODES.failed;
    case "failed":
    case "refused":
      return failureReason === null ? EXIT_CODES.failed : FOR_FAILURE[failureReason];
    case "cancelled":
      return EXIT_CODES.cancelled;
    case "paused_budget":
      return EXIT_CODES.limit;
    default:
      return EXIT_CODES.ok;
  }
}
