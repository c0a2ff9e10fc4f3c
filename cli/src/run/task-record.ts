import { type AgentTask, branchOf, branchProblemOf, isDraft, keptAtOf, wayOfTask } from "@catalyst/core";

/** A task as `--json` shows it. */
export function taskRecord(task: AgentTask) {
  const result = task.resultPayload;
  return {
    type: "task" as const,
    id: task.id,
    number: task.number,
    status: task.status,
    agent: task.agentType,
    model: task.model,
    title: task.contextPayload.title,
    baseBranch: task.baseBranch,
    options: task.options,
    timeoutSeconds: task.timeoutSeconds,
    plan: task.plan,
    verification: result?.verification ?? null,
    isDraft: isDraft(result),
    branch: branchOf(result),
    headCommit: result?.headCommit ?? null,
    commits: result?.commits ?? [],
    diffStat: result?.diffStat ?? null,
    findings: result?.findings ?? [],
    keptAt: keptAtOf(result),
    removedAt: result?.removedAt ?? null,
    ref: result?.ref ?? null,
    beside: result?.beside ?? null,
    leftOut: result?.leftOut ?? [],
    branchProblem: branchProblemOf(result),
    acceptances: result?.acceptances ?? [],
    summary: result?.summary ?? null,
    review: result?.review ?? null,
    failureReason: task.failureReason,
    errorMessage: task.errorMessage,
    way: wayOfTask(task),
    createdAt: task.createdAt,
    startedAt: task.startedAt,
    completedAt: task.completedAt,
  };
}
