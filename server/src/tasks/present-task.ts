import type { Execution, ListedTask, Task, TaskDetails } from "@catalyst/api";
import type {
  AgentExecution,
  AgentTask,
  ReadTask,
  ListedTask as StoredListed,
  TaskResult as StoredResult,
  TaskOutline,
} from "@catalyst/core";
import { outlineOf, wayOfTask } from "@catalyst/core";
import { presentRepository } from "../repositories/present-repository.ts";
import { presentEvent } from "./present-told.ts";

/** A task in the contract's words; what it is about in full is told with its details alone. */
export function presentTask(task: AgentTask): Task {
  return presentOutline(outlineOf(task));
}

function presentOutline(task: TaskOutline): Task {
  const { resultPayload, environmentId: _place, isRepositoryLost: _lost, plan, ...rest } = task;
  return {
    ...rest,
    plan: plan === null ? null : { ...plan, approvedAt: toText(plan.approvedAt) },
    result: presentResult(resultPayload),
    way: wayOfTask(task),
    cancelRequestedAt: toText(task.cancelRequestedAt),
    archivedAt: toText(task.archivedAt),
    createdAt: task.createdAt.toISOString(),
    startedAt: toText(task.startedAt),
    completedAt: toText(task.completedAt),
  };
}

export function presentListed({ task, doing, ...beside }: StoredListed): ListedTask {
  return { ...presentOutline(task), doing: doing === null ? null : presentEvent(doing), ...beside };
}

export function presentTaskDetails({ task, repo, keptUntil, ...beside }: ReadTask): TaskDetails {
  return {
    ...presentListed({ ...beside, task: outlineOf(task), repositoryName: repo?.name ?? null }),
    body: task.contextPayload.body,
    hasOutsiderInput: task.contextPayload.hasOutsiderInput ?? false,
    asked: task.asked,
    keptUntil: toText(keptUntil),
    repository: repo === null ? null : presentRepository(repo),
  };
}

/** `run` counts the executions of its task from 1. */
export function presentExecution(execution: AgentExecution, run: number): Execution {
  return {
    id: execution.id,
    taskId: execution.taskId,
    run,
    agentType: execution.agentType,
    model: execution.model,
    purpose: execution.purpose,
    continuesId: execution.continuesId,
    state: execution.state,
    baseCommit: execution.baseCommit,
    settingsCommit: execution.settingsCommit,
    headCommit: execution.headCommit,
    commentsPosted: execution.commentsPosted,
    agentCommand: execution.agentCommand,
    exitCode: execution.exitCode,
    verification: execution.verification,
    result: presentResult(execution.result),
    asked: execution.asked,
    resolution: execution.resolution,
    refusal: execution.refusal,
    startedAt: execution.startedAt.toISOString(),
    endedAt: toText(execution.endedAt),
    logRemovedAt: toText(execution.logRemovedAt),
  };
}

function presentResult(result: StoredResult | null): Task["result"] {
  if (result === null) {
    return null;
  }
  const acceptances = result.acceptances.map((acceptance) => ({ ...acceptance, at: acceptance.at.toISOString() }));
  return { ...result, acceptances, removedAt: toText(result.removedAt) };
}

function toText(time: Date | null): string | null {
  return time?.toISOString() ?? null;
}
