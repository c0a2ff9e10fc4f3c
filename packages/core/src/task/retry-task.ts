import { CatalystError } from "../catalyst-error.ts";
import type { AgentCredential } from "../credential/credential.ts";
import type { AgentTask } from "./task.ts";
import type { TaskStore } from "./task-store.ts";

export interface RetryTaskDeps {
  tasks: Pick<TaskStore, "retry" | "get">;
  environmentNamespace: string;
  newId: () => string;
}

/** Adds an execution to a failed or cancelled task; others are refused with `conflict`. */
export async function retryTask(
  input: { taskId: string; credential: AgentCredential | null },
  deps: RetryTaskDeps,
): Promise<AgentTask> {
  const execution = { id: deps.newId(), taskId: input.taskId, environmentNamespace: deps.environmentNamespace };
  const retried = await deps.tasks.retry({ taskId: input.taskId, execution, credential: input.credential });
  if (retried !== null) {
    return retried;
  }
  const task = await deps.tasks.get(input.taskId);
  if (task === null) {
    throw new CatalystError(
      "not_found",
      `Retrying task ${input.taskId} failed: there is no such task. List them: catalyst tasks list`,
    );
  }
  throw new CatalystError(
    "conflict",
    `Retrying task #${task.number} failed: it is ${task.status}, and only failed or cancelled tasks can be retried. See: catalyst tasks show ${task.number}`,
  );
}
