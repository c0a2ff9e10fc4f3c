import { type ContinueTaskDeps, continueTask } from "./continue-task.ts";
import type { AgentTask } from "./task.ts";

/** Publishes a result that an execution keeps: the one that is picked in a race, or one that its verification held back. */
export function publishKept(
  { task, executionId }: { task: AgentTask; executionId: string },
  deps: ContinueTaskDeps,
): Promise<AgentTask> {
  return continueTask(
    {
      task,
      what: "Publishing a result of",
      from: ["awaiting_approval", "failed", "cancelled", "paused_budget"],
      otherwise: "only a result that waits can be published",
      purpose: "publish",
      agent: null,
      continuesId: executionId,
      credentials: [],
      patch: {},
    },
    deps,
  );
}
