import { CatalystError } from "../catalyst-error.ts";
import type { AgentCredential } from "../credential/credential.ts";
import type { AgentChoice } from "./submit-task.ts";
import type { AgentTask } from "./task.ts";
import type { TaskStore } from "./task-store.ts";

export interface RetryTaskDeps {
  tasks: Pick<TaskStore, "continue" | "get">;
  environmentNamespace: string;
  newId: () => string;
}

export interface RetryTaskInput {
  task: AgentTask;
  /** Another agent or model than last time; null: the same. */
  agent: AgentChoice | null;
  credentials: AgentCredential[];
}

/** Adds an execution that starts afresh to a failed or cancelled task; others are refused with `conflict`. */
export async function retryTask({ task, agent, credentials }: RetryTaskInput, deps: RetryTaskDeps): Promise<AgentTask> {
  const choice = agent ?? { agentType: task.agentType, model: task.model };
  const hasPlan = !task.options.requirePlanApproval || task.plan?.approvedAt != null;
  const retried = await deps.tasks.continue({
    taskId: task.id,
    from: ["failed", "cancelled"],
    execution: {
      ...choice,
      id: deps.newId(),
      taskId: task.id,
      environmentNamespace: deps.environmentNamespace,
      purpose: hasPlan ? "work" : "plan",
      message: null,
      continuesId: null,
    },
    credentials,
    patch: choice,
  });
  if (retried !== null) {
    return retried;
  }
  const now = await deps.tasks.get(task.id);
  throw new CatalystError(
    "conflict",
    `Retrying task #${task.number} failed: it is ${now?.status ?? "gone"}, and only failed or cancelled tasks can be retried. See: catalyst tasks show ${task.number}`,
  );
}
