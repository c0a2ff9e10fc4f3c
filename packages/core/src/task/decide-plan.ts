import type { Actor } from "../account/actor.ts";
import { CatalystError } from "../catalyst-error.ts";
import { type Continuation, type ContinueTaskDeps, continueTask } from "./continue-task.ts";
import { type MakeAgentReadyDeps, makeAgentReady, type Prepare } from "./make-agent-ready.ts";
import type { MessageStore } from "./message-store.ts";
import type { AgentPlan, AgentTask } from "./task.ts";

const MAX_PLAN_LENGTH = 256 * 1024;

/** Approves the plan, or what a person makes of it with `edit`. The work begins where the plan was made, whatever the base branch is by now. */
export async function approvePlan(
  input: { task: AgentTask; actor: Actor; edit: ((markdown: string) => Promise<string>) | null; prepare: Prepare },
  deps: ContinueTaskDeps & MakeAgentReadyDeps & { now: () => Date },
): Promise<AgentTask> {
  const { task, actor, edit, prepare } = input;
  const plan = findWaitingPlan(task, "Approving the plan of");
  const credentials = await makeAgentReady({ task, agentType: task.agentType, prepare }, deps);
  const markdown = edit === null ? plan.markdown : (await edit(plan.markdown)).trim();
  if (markdown === "" || markdown.length > MAX_PLAN_LENGTH) {
    throw new CatalystError(
      "invalid_input",
      `Approving the plan of task #${task.number} failed: the edited plan is ${markdown === "" ? "empty" : `longer than ${MAX_PLAN_LENGTH} characters`}. Nothing was changed; edit it again: catalyst tasks approve ${task.number} --edit`,
    );
  }
  const isEdited = plan.isEdited || markdown !== plan.markdown;
  const patch = { plan: { ...plan, markdown, isEdited, approvedAt: deps.now() } };
  const approved = { type: "plan_approved", executionId: plan.executionId, isEdited } as const;
  return continuePlanned(
    { task, actor, changes: [approved], what: "Approving the plan of", purpose: "work", plan, credentials, patch },
    deps,
  );
}

/** Sends the agent back to its plan with what a person says of it. */
export async function rejectPlan(
  input: { task: AgentTask; actor: Actor; feedback: string; prepare: Prepare },
  deps: ContinueTaskDeps & MakeAgentReadyDeps & { messages: Pick<MessageStore, "add"> },
): Promise<AgentTask> {
  const { task, actor, prepare } = input;
  const plan = findWaitingPlan(task, "Rejecting the plan of");
  const feedback = input.feedback.trim();
  if (feedback === "") {
    throw new CatalystError(
      "invalid_input",
      `Rejecting the plan of task #${task.number} failed: there is no feedback. Say what to change: catalyst tasks reject ${task.number} --feedback "…", or end the task: catalyst tasks cancel ${task.number}`,
    );
  }
  const credentials = await makeAgentReady({ task, agentType: task.agentType, prepare }, deps);
  await deps.messages.add(task.id, `The plan was not approved. Make a new one. ${feedback}`, actor);
  const rejected = { type: "plan_rejected", executionId: plan.executionId } as const;
  const what = "Rejecting the plan of";
  return continuePlanned(
    { task, actor, changes: [rejected], what, purpose: "plan", plan, credentials, patch: { plan: null } },
    deps,
  );
}

function continuePlanned(
  input: Pick<Continuation, "task" | "actor" | "changes" | "what" | "purpose" | "credentials" | "patch"> & {
    plan: AgentPlan;
  },
  deps: ContinueTaskDeps,
): Promise<AgentTask> {
  const { plan, ...rest } = input;
  const from = ["awaiting_approval"] as const;
  const otherwise = "only a plan that waits for approval can be decided on";
  return continueTask({ ...rest, from, otherwise, agent: null, continuesId: plan.executionId }, deps);
}

function findWaitingPlan(task: AgentTask, what: string): AgentPlan {
  if (task.status === "awaiting_approval" && task.plan !== null && task.plan.approvedAt === null) {
    return task.plan;
  }
  throw new CatalystError(
    "conflict",
    `${what} task #${task.number} failed: it is ${task.status.replaceAll("_", " ")}, and has no plan that waits for approval. See: catalyst tasks show ${task.number}`,
  );
}
