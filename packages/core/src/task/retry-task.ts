import type { Actor } from "../account/actor.ts";
import { type ContinueTaskDeps, continueTask, wrongState } from "./continue-task.ts";
import { type MakeAgentReadyDeps, makeAgentReady, type Prepare } from "./make-agent-ready.ts";
import type { AgentChoice } from "./submit-task.ts";
import type { AgentTask, TaskStatus } from "./task.ts";

const RETRYABLE: readonly TaskStatus[] = ["failed", "cancelled"];

export interface RetryTaskInput {
  task: AgentTask;
  actor: Actor;
  /** Another agent or model than last time; null: the same. */
  agent: AgentChoice | null;
  prepare: Prepare;
}

/**
 * Starts a failed or cancelled task afresh, from the base branch; others are refused with `conflict`, and with `forbidden`
 * an agent that isn't enabled. A plan that was approved stays so.
 */
export async function retryTask(
  { task, actor, agent, prepare }: RetryTaskInput,
  deps: ContinueTaskDeps & MakeAgentReadyDeps,
): Promise<AgentTask> {
  const retrying = { task, what: "Retrying", otherwise: "only failed or cancelled tasks can be retried" };
  if (!RETRYABLE.includes(task.status)) {
    throw wrongState(retrying, task.status);
  }
  const mayWork = !task.options.requirePlanApproval || task.plan?.approvedAt != null;
  return continueTask(
    {
      ...retrying,
      actor,
      changes: [{ type: "retry_asked" }],
      from: RETRYABLE,
      purpose: mayWork ? "work" : "plan",
      agent,
      continuesId: null,
      credentials: await makeAgentReady({ task, agentType: agent?.agentType ?? task.agentType, prepare }, deps),
      // One agent tries again, so that nothing is raced any more; on the base as it is by then, with what was mended there.
      patch: { options: { ...task.options, race: null }, baseCommit: null },
    },
    deps,
  );
}
