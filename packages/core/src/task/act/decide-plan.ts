import { CatalystError } from "../../catalyst-error.ts";
import type { AgentPlan, AgentTask } from "../task.ts";
import { type Continuation, type ContinueTaskDeps, continueTask, type TaskToContinue } from "./continue-task.ts";
import { permitTask } from "./permit-task.ts";

const MAX_PLAN_LENGTH = 256 * 1024;

/** `plan`: the execution that made the plan that is meant; null or absent: whichever waits. */
type PlanToDecide = TaskToContinue & { plan?: string | null };

/** Approves the plan, or what a person made of it (`markdown`). The work begins where the plan was made, whatever the base branch is by now. */
export async function approvePlan(
  input: PlanToDecide & { markdown: string | null },
  deps: ContinueTaskDeps,
): Promise<AgentTask> {
  const { task, actor } = input;
  await permitTask({ actor, action: "decide_plan", task, attempt: "Approving the plan of" }, deps);
  const plan = findWaitingPlan(input, "Approving the plan of");
  const markdown = (input.markdown ?? plan.markdown).trim();
  if (markdown === "" || markdown.length > MAX_PLAN_LENGTH) {
    throw new CatalystError(
      "invalid_input",
      `Approving the plan of task #${task.number} failed: the edited plan is ${markdown === "" ? "empty" : `longer than ${MAX_PLAN_LENGTH} characters`}.`,
      { way: { kind: "edit_plan", task: task.number } },
    );
  }
  const isEdited = plan.isEdited || (input.markdown !== null && markdown !== plan.markdown);
  const patch = { plan: { ...plan, markdown, isEdited, approvedAt: deps.now() } };
  const changes = [{ type: "plan_approved", executionId: plan.executionId, isEdited } as const];
  return continuePlanned({ ...input, changes, what: "Approving the plan of", purpose: "work", plan, patch }, deps);
}

/** Sends the agent back to its plan with what a person says of it. */
export async function rejectPlan(
  input: PlanToDecide & { feedback: string },
  deps: ContinueTaskDeps,
): Promise<AgentTask> {
  const { task, actor } = input;
  await permitTask({ actor, action: "decide_plan", task, attempt: "Rejecting the plan of" }, deps);
  const plan = findWaitingPlan(input, "Rejecting the plan of");
  const feedback = input.feedback.trim();
  if (feedback === "") {
    throw new CatalystError(
      "invalid_input",
      `Rejecting the plan of task #${task.number} failed: there is no feedback.`,
      { way: { kind: "give_feedback", task: task.number } },
    );
  }
  const message = { text: `The plan was not approved. Make a new one. ${feedback}` };
  const changes = [{ type: "plan_rejected", executionId: plan.executionId } as const];
  const how = { what: "Rejecting the plan of", purpose: "plan", patch: { plan: null } } as const;
  return continuePlanned({ ...input, ...how, changes, message, plan }, deps);
}

function continuePlanned(
  input: TaskToContinue &
    Pick<Continuation, "changes" | "what" | "purpose" | "patch" | "message"> & { plan: AgentPlan },
  deps: ContinueTaskDeps,
): Promise<AgentTask> {
  const { task, actor, keys, changes, what, purpose, patch, message, plan } = input;
  const from = ["awaiting_approval"] as const;
  const otherwise = "only a plan that waits for approval can be decided on";
  const how = { changes, what, purpose, patch, message, from, otherwise, continuesId: plan.executionId };
  return continueTask({ task, actor, keys, ...how }, deps);
}

function findWaitingPlan({ task, plan: meant = null }: PlanToDecide, what: string): AgentPlan {
  if (task.status === "awaiting_approval" && task.plan !== null && task.plan.approvedAt === null) {
    if (meant !== null && meant !== task.plan.executionId) {
      throw new CatalystError("conflict", `${what} task #${task.number} failed: there is another plan by now.`, {
        way: { kind: "decide_plan", task: task.number },
      });
    }
    return task.plan;
  }
  throw new CatalystError(
    "conflict",
    `${what} task #${task.number} failed: it is ${task.status.replaceAll("_", " ")}, and has no plan that waits for approval.`,
    { way: { kind: "see_task", task: task.number } },
  );
}
