import { CatalystError } from "../catalyst-error.ts";
import type { AgentTask, PolicyFinding, TaskEnd, TaskResult } from "../task/task.ts";
import type { Repo } from "../vcs/repo.ts";
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
}

/**
 * Publishes a checked result as its branch, or says why not. A finding of the policy stops it and keeps the result;
 * a result without commits is a success without a branch. Repeatable.
 */
export async function publishResult(
  { task, repo, executionId, previousCommit, imported, summary }: PublishResultInput,
  { repositories }: { repositories: Pick<RepositoryPort, "publishBranch"> },
): Promise<TaskEnd> {
  const { headCommit, commits, diffStat, findings, repositoryPath } = imported;
  const result: TaskResult = {
    summary,
    branch: null,
    headCommit,
    commits,
    diffStat,
    findings,
    keptAt: null,
    verification: null,
    isDraft: false,
  };
  if (findings.length > 0) {
    const kept = { ...result, keptAt: repositoryPath };
    return failed("policy_violation", describeFindings(task, kept), kept);
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
      result: { ...result, branch: task.branch, keptAt },
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
  failureReason: "policy_violation" | "repository_unavailable",
  errorMessage: string,
  result: TaskResult,
): TaskEnd {
  return { state: "failed", failureReason, errorMessage, result };
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
