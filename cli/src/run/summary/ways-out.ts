import { type AgentTask, branchProblemOf, type FailureReason, keptAtOf } from "@catalyst/core";
import { shellQuote } from "../../output/shell-quote.ts";

type WayOut = (task: AgentTask) => string;

const retry = (before: string): WayOut => {
  return ({ number }) => `${before}: catalyst tasks retry ${number}`;
};

/** What is kept needn't be made again. */
const publishOrRetry = (before: string): WayOut => {
  return ({ number, resultPayload }) =>
    `${before}: catalyst tasks ${keptAtOf(resultPayload) === null ? "retry" : "publish"} ${number}`;
};

/** What to do about each reason, beside what the error message says already. */
const WAYS_OUT: Record<FailureReason, WayOut> = {
  agent_failed: ({ number }) =>
    `Read what it did: catalyst tasks logs ${number}. Try again: catalyst tasks retry ${number}`,
  timed_out: ({ number }) =>
    `Start it again with more time: catalyst run … --timeout 2h. What it did: catalyst tasks logs ${number}`,
  credential_missing: retry("Add a key (catalyst credentials add <provider>), then"),
  credential_rejected: retry("Replace the key (catalyst credentials add <provider> --replace), then"),
  rate_limited: retry("The provider limits this key. Wait a while, then"),
  provider_unavailable: retry("The provider didn't answer as it should. Later"),
  budget_exceeded: retry("The budget is spent. Raise it, then"),
  setup_failed: retry("Mend the project's setup hook, then"),
  verify_failed: ({ number }) =>
    `Give the agent another turn: catalyst tasks send ${number} "…", or publish it as it is: catalyst tasks publish ${number}`,
  installation_failed: retry(
    "Mend what keeps the agent from being installed (as said above, or: catalyst doctor), then",
  ),
  isolation_unavailable: () => "See what is missing and how to mend it: catalyst doctor",
  gateway_unavailable: retry("See what is wrong with the gateway (catalyst doctor), then"),
  environment_lost: ({ number }) => `Try again: catalyst tasks retry ${number}. If it happens again: catalyst doctor`,
  out_of_memory: retry("Give environments more memory (CATALYST_MEMORY_MIB), then"),
  disk_full: retry("Give environments more disk (CATALYST_DISK_MIB), then"),
  policy_violation: wayPastPolicy,
  branch_conflict: wayPastBranch,
  work_not_taken: ({ number }) =>
    `Read what happened: catalyst tasks logs ${number}. Try again: catalyst tasks retry ${number}`,
  settings_invalid: retry("Mend .catalyst/config.yaml on the base branch (catalyst config check), then"),
  repository_unavailable: publishOrRetry("Mend the repository, then"),
  base_gone: ({ number }) => `Ask for it again, or start from its base branch: catalyst tasks retry ${number}`,
  not_allowed: publishOrRetry("Once it is allowed"),
  request_invalid: retry("Once that is mended"),
  storage_full: publishOrRetry("Free some space on this machine, then"),
  internal_error: publishOrRetry("Look into the logs in CATALYST_HOME (catalyst doctor names it), then"),
};

export function wayOut(task: AgentTask): string {
  if (task.resultPayload?.removedAt != null) {
    return `Start it again: catalyst tasks retry ${task.number}`;
  }
  return WAYS_OUT[task.failureReason ?? "internal_error"](task);
}

function wayPastPolicy({ number, resultPayload }: AgentTask): string {
  const accepted = resultPayload?.acceptances.flatMap(({ rules }) => rules) ?? [];
  const rules = new Set(resultPayload?.findings.map(({ rule }) => rule).filter((rule) => !accepted.includes(rule)));
  if (resultPayload?.headCommit == null) {
    return `To have it looked at again, when that may end better: catalyst tasks publish ${number}`;
  }
  if (rules.size === 0) {
    return `All of it: catalyst tasks show ${number}`;
  }
  return `Look at it. To publish it all the same: catalyst tasks publish ${number} --accept ${[...rules].join(",")}`;
}

function wayPastBranch({ number, resultPayload }: AgentTask): string {
  const problem = branchProblemOf(resultPayload);
  if (problem === null) {
    return `Mend that, then: catalyst tasks retry ${number}. To see it: catalyst tasks show ${number}`;
  }
  const publish = `catalyst tasks publish ${number}`;
  switch (problem.kind) {
    case "checked_out":
      return problem.isForward && resultPayload?.ref != null
        ? `Bring the work in there: git -C ${shellQuote(problem.path)} merge --ff-only ${resultPayload.ref}`
        : `Switch to another branch there, then: ${publish}`;
    case "locked":
      return `If no git runs there, remove that file, then: ${publish}`;
    default:
      return `Give it a name that is free: ${publish} --branch <name>`;
  }
}
