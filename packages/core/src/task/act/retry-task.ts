import { ASKED_NOTHING } from "../../execution/asked-execution.ts";
import { purposeOf } from "../execution-purpose.ts";
import type { AskedAgent } from "../submit/asked-work.ts";
import type { AgentTask, TaskStatus } from "../task.ts";
import { type ContinueTaskDeps, continueTask, type TaskToContinue, wrongState } from "./continue-task.ts";
import { permitTask } from "./permit-task.ts";

const RETRYABLE: readonly TaskStatus[] = ["failed", "cancelled", "refused"];

export interface RetryTaskInput extends TaskToContinue {
  /** Another agent or model than last time; null: the same. */
  agent: AskedAgent | null;
  /** Another limit of the agent's time; null or absent: the same. */
  timeoutSeconds?: number | null;
}

/**
 * Starts a failed, cancelled or refused task afresh, from the base branch; others are refused with `conflict`. A plan that
 * was approved stays so.
 */
export async function retryTask(
  { agent, timeoutSeconds = null, ...input }: RetryTaskInput,
  deps: ContinueTaskDeps,
): Promise<AgentTask> {
  const { task, actor } = input;
  await permitTask({ actor, action: "retry_task", task, attempt: "Retrying" }, deps);
  const retrying = { ...input, what: "Retrying", otherwise: "only failed or cancelled tasks can be retried" };
  if (!RETRYABLE.includes(task.status)) {
    throw wrongState(retrying, task.status);
  }
  const asked = timeoutSeconds === null ? task.asked : { ...task.asked, timeoutSeconds };
  const mayWork = !task.options.requirePlanApproval || task.plan?.approvedAt != null;
  return continueTask(
    {
      ...retrying,
      changes: [{ type: "retry_asked" }],
      from: RETRYABLE,
      purpose: mayWork ? purposeOf(task) : "plan",
      asked: { ...ASKED_NOTHING, ...(agent ?? findAsked(task)) },
      continuesId: null,
      // One agent tries again, so that nothing is raced any more.
      patch: { options: { ...task.options, race: null }, asked },
    },
    deps,
  );
}

/** Nothing is remembered of a task for which nothing was decided but what was asked. */
function findAsked({ agentType, asked }: AgentTask): AskedAgent {
  const [first] = asked.agents;
  return agentType === null && first !== undefined ? first : { agent: null, model: null };
}
