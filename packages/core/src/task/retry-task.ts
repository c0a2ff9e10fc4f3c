import type { AgentCredential } from "../credential/credential.ts";
import { type ContinueTaskDeps, continueTask } from "./continue-task.ts";
import type { AgentChoice } from "./submit-task.ts";
import type { AgentTask } from "./task.ts";

export interface RetryTaskInput {
  task: AgentTask;
  /** Another agent or model than last time; null: the same. */
  agent: AgentChoice | null;
  credentials: AgentCredential[];
}

/** Starts a failed or cancelled task afresh, from the base branch; others are refused with `conflict`. A plan that was approved stays so. */
export function retryTask({ task, agent, credentials }: RetryTaskInput, deps: ContinueTaskDeps): Promise<AgentTask> {
  const mayWork = !task.options.requirePlanApproval || task.plan?.approvedAt != null;
  return continueTask(
    {
      task,
      what: "Retrying",
      from: ["failed", "cancelled"],
      otherwise: "only failed or cancelled tasks can be retried",
      purpose: mayWork ? "work" : "plan",
      agent,
      continuesId: null,
      credentials,
      // One agent tries again: nothing is raced any more.
      patch: { options: { ...task.options, race: null } },
    },
    deps,
  );
}
