import type { Execution, RouteOutput, Routes, TaskDetails } from "@catalyst/api";
import { type ApiClient, listExecutions } from "@catalyst/api/own";
import { NO_USAGE } from "@catalyst/core/apart";
import { taskParams } from "../task-params.ts";

type Usage = RouteOutput<Routes["getUsage"]>;

/** A task with its runs and what each came to. */
export interface SeenTask {
  task: TaskDetails;
  spending: Pick<Usage, "spent" | "limits" | "threshold">;
  executions: SeenExecution[];
}

export interface SeenExecution {
  execution: Execution;
  usage: Omit<Usage["executions"][number], "executionId">;
}

/** Throws `not_found` where no task is meant, or more than one. */
export async function readTaskDetails(reference: string, client: ApiClient): Promise<SeenTask> {
  const task = await client.call("getTask", { params: taskParams(reference) });
  const [data, spending] = await Promise.all([
    listExecutions(task.id, client),
    client.call("getUsage", { params: { task: task.id } }),
  ]);
  const executions = data.map((execution) => {
    const { executionId: _id, ...usage } = spending.executions.find(
      ({ executionId }) => executionId === execution.id,
    ) ?? {
      executionId: execution.id,
      ...NO_USAGE,
    };
    return { execution, usage };
  });
  return { task, spending, executions };
}

/** All of it, as `--json` shows it. */
export function taskDetailsJson({ task, spending, executions }: SeenTask, json: Record<string, unknown>) {
  return {
    ...json,
    waiting: task.waiting,
    hasOutsiderInput: task.hasOutsiderInput,
    keptUntil: task.keptUntil,
    asked: task.asked,
    repository: task.repository?.url ?? null,
    spent: spending.spent,
    budgets: spending.limits,
    executions: executions.map(({ execution, usage }) => ({
      id: execution.id,
      agent: execution.agentType,
      model: execution.model,
      purpose: execution.purpose,
      continuesId: execution.continuesId,
      state: execution.state,
      result: execution.result,
      baseCommit: execution.baseCommit,
      settingsCommit: execution.settingsCommit,
      asked: execution.asked,
      resolution: execution.resolution,
      refusal: execution.refusal,
      agentCommand: execution.agentCommand,
      exitCode: execution.exitCode,
      startedAt: execution.startedAt,
      endedAt: execution.endedAt,
      usage,
    })),
  };
}
