import type { Task } from "@catalyst/api";
import { branchOf, branchProblemOf, isDraft, keptAtOf } from "@catalyst/core/apart";

/** A task as `--json` shows it. */
export function taskJson(task: Task) {
  const { result } = task;
  return {
    type: "task" as const,
    id: task.id,
    number: task.number,
    status: task.status,
    agent: task.agentType,
    model: task.model,
    title: task.title,
    baseBranch: task.baseBranch,
    options: task.options,
    timeoutSeconds: task.timeoutSeconds,
    plan: task.plan,
    verification: result?.verification ?? null,
    isDraft: isDraft(result),
    branch: branchOf(result),
    headCommit: result?.headCommit ?? null,
    commits: result?.commits ?? [],
    remade: result?.remade ?? [],
    diffStat: result?.diffStat ?? null,
    findings: result?.findings ?? [],
    keptAt: keptAtOf(result),
    removedAt: result?.removedAt ?? null,
    ref: result?.ref ?? null,
    beside: result?.beside ?? null,
    leftOut: result?.leftOut ?? [],
    branchProblem: branchProblemOf(result),
    acceptances: result?.acceptances ?? [],
    commentsPosted: result?.commentsPosted ?? [],
    summary: result?.summary ?? null,
    review: result?.review ?? null,
    failureReason: task.failureReason,
    way: task.way,
    errorMessage: task.errorMessage,
    ending: task.ending,
    archivedAt: task.archivedAt,
    createdAt: task.createdAt,
    startedAt: task.startedAt,
    completedAt: task.completedAt,
  };
}
