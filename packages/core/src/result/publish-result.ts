import type { Hooks } from "../agent/agent-config.ts";
import { CatalystError } from "../catalyst-error.ts";
import type { AgentTask, PolicyFinding, TaskEnd, TaskResult, Verification } from "../task/task.ts";
import type { Repo } from "../vcs/repo.ts";
import { describeVerification } from "./describe-verification.ts";
import type { ImportedResult, RepositoryPort } from "./repository-port.ts";

export interface PublishResultInput {
  task: AgentTask;
  repo: Repo;
  /** The execution that keeps the result. */
  executionId: string;
  /** Where an earlier execution left the branch; null: there is none yet. */
  previousCommit: string | null;
  imported: ImportedResult;
  summary: string | null;
  /** null: the project has no `verify` hook. */
  verification: Verification | null;
  onVerifyFailure: Hooks["onVerifyFailure"];
}

/**
 * Publishes a checked result as its branch, or says why not. A finding of the policy stops it and keeps the result;
 * a result that fails its verification becomes a draft, or is held, as the project wants. A result without commits is a
 * success without a branch. Repeatable.
 */
export async function publishResult(
  input: PublishResultInput,
  { repositories }: { repositories: Pick<RepositoryPort, "publishBranch"> },
): Promise<TaskEnd> {
  const { task, repo, executionId, previousCommit, imported, summary, verification, onVerifyFailure } = input;
  const { headCommit, commits, diffStat, findings, repositoryPath } = imported;
  const result: TaskResult = {
    summary,
    branch: null,
    headCommit,
    commits,
    diffStat,
    findings,
    keptAt: null,
    verification,
    isDraft: false,
  };
  if (findings.length > 0) {
    const kept = { ...result, keptAt: repositoryPath };
    return failed("policy_violation", describeFindings(task, kept), kept);
  }
  const hasFailed = verification !== null && !verification.isPassed;
  if (hasFailed && onVerifyFailure === "hold") {
    const kept = { ...result, keptAt: headCommit === null ? null : repositoryPath };
    return failed("verify_failed", describeHeld(task, verification, kept), kept);
  }
  if (headCommit === null) {
    return { state: "completed", failureReason: null, errorMessage: null, result };
  }
  try {
    const { branch } = task;
    const { keptAt } = await repositories.publishBranch({ executionId, repo, branch, headCommit, previousCommit });
    return {
      state: "completed",
      failureReason: null,
      errorMessage: null,
      result: { ...result, branch: task.branch, keptAt, isDraft: hasFailed },
    };
  } catch (error) {
    if (!(error instanceof CatalystError)) {
      throw error;
    }
    const kept = { ...result, keptAt: repositoryPath };
    return failed("repository_unavailable", `${error.message}\n${fetchHint(task, kept)}`, kept);
  }
}

function failed(
  failureReason: "policy_violation" | "repository_unavailable" | "verify_failed",
  errorMessage: string,
  result: TaskResult,
): TaskEnd {
  return { state: "failed", failureReason, errorMessage, result };
}

function describeHeld(task: AgentTask, verification: Verification, result: TaskResult): string {
  const why = "The project holds results that fail it (hooks.onVerifyFailure): the branch was not made.";
  const hint = result.keptAt === null ? "The agent left no commits." : fetchHint(task, result);
  return [describeVerification(verification), why, hint].join("\n");
}

function describeFindings(task: AgentTask, result: TaskResult): string {
  const lines = result.findings.slice(0, 20).map(describeFinding);
  const more = result.findings.length > 20 ? [`- and ${result.findings.length - 20} more`] : [];
  return [
    `Publishing the branch ${task.branch} was stopped: the policy found ${result.findings.length} ${result.findings.length === 1 ? "thing" : "things"} in the result.`,
    ...lines,
    ...more,
    fetchHint(task, result),
  ].join("\n");
}

function describeFinding({ rule, path, detail }: PolicyFinding): string {
  return path === null ? `- ${rule}: ${detail}` : `- ${rule}: ${path}: ${detail}`;
}

function fetchHint(task: AgentTask, { keptAt }: TaskResult): string {
  return `The result is kept. To look at it: git fetch ${keptAt} ${task.branch}:${task.branch}`;
}
