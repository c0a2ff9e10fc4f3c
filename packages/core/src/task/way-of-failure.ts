import { branchProblemOf, keptAtOf } from "../result/read-publication.ts";
import type { NextStep, StoredWay, Way } from "../way.ts";
import type { AgentTask, FailureReason, TaskResult } from "./task.ts";

/** A task that failed, by the number that people type, and what is left of it. */
export interface FailedTask {
  number: number;
  result: TaskResult | null;
}

/** What can be done about each failure, where its place knows nothing better. */
const WAYS: Record<FailureReason, (failed: FailedTask) => Way> = {
  agent_failed: ({ number }) => ({ kind: "see_log", task: number, next: retry(number) }),
  work_not_taken: ({ number }) => ({ kind: "see_log", task: number, next: retry(number) }),
  timed_out: ({ number }) => ({ kind: "raise_limit", limit: "time", next: retry(number) }),
  out_of_memory: ({ number }) => ({ kind: "raise_limit", limit: "memory", next: retry(number) }),
  disk_full: ({ number }) => ({ kind: "raise_limit", limit: "disk", next: retry(number) }),
  budget_exceeded: ({ number }) => ({ kind: "raise_budget", scope: "task", unit: "usd", next: retry(number) }),
  credential_missing: ({ number }) => ({ kind: "see_list", of: "credentials", next: retry(number) }),
  credential_rejected: ({ number }) => ({ kind: "see_list", of: "credentials", next: retry(number) }),
  rate_limited: ({ number }) => ({ kind: "wait", next: retry(number) }),
  provider_unavailable: ({ number }) => ({ kind: "wait", next: retry(number) }),
  setup_failed: ({ number }) => ({ kind: "mend", what: "setup_hook", next: retry(number) }),
  verify_failed: ({ number }) => ({ kind: "send_or_publish", task: number }),
  installation_failed: ({ number }) => ({ kind: "mend", what: "installation", next: retry(number) }),
  isolation_unavailable: () => ({ kind: "see_doctor" }),
  gateway_unavailable: ({ number }) => ({ kind: "see_doctor", next: retry(number) }),
  environment_refused: ({ number }) => ({ kind: "see_doctor", next: retry(number) }),
  evicted: ({ number }) => ({ kind: "wait", next: retry(number) }),
  environment_lost: ({ number }) => ({ kind: "retry_task", task: number, ifAgain: "see_doctor" }),
  policy_violation: wayPastPolicy,
  branch_conflict: wayPastBranch,
  branch_moving: (failed) => ({ kind: "wait", next: publishOrRetry(failed) }),
  repo_rules: wayPastBranch,
  secret_found: wayPastBranch,
  settings_invalid: ({ number }) => ({ kind: "mend", what: "settings", next: retry(number) }),
  repository_unavailable: (failed) => ({ kind: "mend", what: "repository", next: publishOrRetry(failed) }),
  base_gone: ({ number }) => ({ kind: "retry_task", task: number }),
  not_allowed: (failed) => ({ kind: "ask_owner", next: publishOrRetry(failed) }),
  request_invalid: ({ number }) => ({ kind: "mend", what: "request", next: retry(number) }),
  storage_full: (failed) => ({ kind: "free_space", next: publishOrRetry(failed) }),
  internal_error: (failed) => ({ kind: "see_service_logs", next: publishOrRetry(failed) }),
};

export function wayOfFailure(reason: FailureReason, failed: FailedTask): Way {
  return WAYS[reason](failed);
}

function retry(task: number): NextStep {
  return { kind: "retry_task", task };
}

/** What is kept needn't be made again. */
export function publishOrRetry({ number, result }: FailedTask): NextStep {
  return keptAtOf(result) === null ? retry(number) : { kind: "publish_task", task: number };
}

function wayPastPolicy({ number, result }: FailedTask): Way {
  const accepted = result?.acceptances.flatMap(({ rules }) => rules) ?? [];
  const rules = new Set(result?.findings.map(({ rule }) => rule).filter((rule) => !accepted.includes(rule)));
  if (result?.headCommit == null) {
    return { kind: "check_again", task: number };
  }
  return rules.size === 0
    ? { kind: "see_task", task: number }
    : { kind: "accept_findings", task: number, rules: [...rules] };
}

function wayPastBranch(failed: FailedTask): Way {
  const { number, result } = failed;
  const problem = branchProblemOf(result);
  return problem === null
    ? { kind: "mend", what: "repository", next: retry(number) }
    : { kind: "mend_branch", problem, ref: result?.ref ?? null, next: publishOrRetry(failed) };
}

/** What can be done about a task now; null: nothing needs to be. What was kept and is gone can only be made again. */
export function wayOfTask({
  number,
  way,
  resultPayload,
}: Pick<AgentTask, "number" | "way" | "resultPayload">): StoredWay | null {
  return way !== null && resultPayload?.removedAt != null ? { kind: "retry_task", task: number } : way;
}
