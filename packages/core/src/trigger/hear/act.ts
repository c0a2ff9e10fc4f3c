import type { Actor } from "../../account/actor.ts";
import { AgentId } from "../../agent/agent-id.ts";
import { MAX_ANSWERS } from "../../result/answers/thread-answer.ts";
import { cancelTask } from "../../task/act/cancel-task.ts";
import { approvePlan, rejectPlan } from "../../task/act/decide-plan.ts";
import { endTask } from "../../task/act/end-task.ts";
import { publishTask } from "../../task/act/publish-task.ts";
import { resumeTask } from "../../task/act/resume-task.ts";
import { retryTask } from "../../task/act/retry-task.ts";
import { sendMessage } from "../../task/act/send-message.ts";
import { updateBranch } from "../../task/act/update-branch.ts";
import type { AgentTask } from "../../task/task.ts";
import type { TaskEnding } from "../../task/task-ending.ts";
import type { Act } from "../decide/decision.ts";
import type { ActDeps } from "./act-deps.ts";
import type { HeardSignal } from "./heard-signal.ts";
import { submitFromForge } from "./submit-from-forge.ts";

export interface ActInput {
  act: Act;
  actor: Actor;
  /** The one of the act. */
  task: AgentTask | null;
  heard: HeardSignal;
}

/** Does what was decided, by the use case that every face asks. Returns the task that it was done with. Throws as that does. */
export async function act({ act: wanted, ...input }: ActInput, deps: ActDeps): Promise<string | null> {
  const { actor } = input;
  switch (wanted.kind) {
    case "submit":
      return submitFromForge({ ...input, wanted }, deps);
    case "join":
    case "note_push":
      return wanted.taskId;
    case "cancel":
      await cancelTask({ taskId: wanted.taskId, actor, by: byOf(input.heard) }, deps);
      return wanted.taskId;
    case "end": {
      const { taskId, why, isAfterTurn, movedTo } = wanted;
      const where = movedTo === undefined ? {} : { movedTo };
      await endTask({ taskId, actor, isAfterTurn, ending: { why, by: byOf(input.heard), ...where } }, deps);
      return taskId;
    }
    case "message":
      await tellTask({ ...input, wanted }, deps);
      return wanted.taskId;
    case "thread":
      await actOnThread({ ...input, wanted }, deps);
      return wanted.taskId;
  }
}

type Message = Extract<Act, { kind: "message" }>;

async function tellTask(
  { wanted, actor, task, heard }: Omit<ActInput, "act"> & { wanted: Message },
  deps: ActDeps,
): Promise<void> {
  const { update } = wanted;
  const to = { task: taskOf(task), actor, keys: [] };
  await (update === undefined
    ? sendMessage({ ...to, ...messageOf(wanted, heard) }, deps)
    : updateBranch({ ...to, ...update }, deps));
}

/** Whoever acts for them here may be somebody else, or nobody. */
function byOf({ signal }: HeardSignal): TaskEnding["by"] {
  return { name: signal.actor.login, isOfForge: true };
}

function messageOf({ text, threads = [], checks }: Message, { signal }: HeardSignal) {
  const comments = threads.slice(0, MAX_ANSWERS);
  return { text, threads: comments.length === 0 ? null : { number: signal.number, comments }, checks };
}

type ThreadInput = Omit<ActInput, "act"> & { wanted: Extract<Act, { kind: "thread" }> };

/** What is only said of the thread is done by its being stored. */
async function actOnThread({ wanted, actor, task }: ThreadInput, deps: ActDeps): Promise<void> {
  const { act: verb, options, text } = wanted;
  switch (verb) {
    case "approve_plan":
      await approvePlan({ task: taskOf(task), actor, keys: [], markdown: null }, deps);
      return;
    case "reject_plan":
      await rejectPlan({ task: taskOf(task), actor, keys: [], feedback: text }, deps);
      return;
    case "retry_task": {
      const { agent, model } = options;
      const other = agent === null && model === null ? null : { agent, model };
      await retryTask({ task: taskOf(task), actor, keys: [], agent: other }, deps);
      return;
    }
    case "resume_task":
      await resumeTask({ task: taskOf(task), actor, keys: [], usd: options.budget, tokens: null }, deps);
      return;
    case "publish_kept":
    case "pick_result":
      await publishKept({ wanted, actor, task: taskOf(task) }, deps);
      return;
    default:
      return;
  }
}

async function publishKept(
  { wanted, actor, task }: { wanted: ThreadInput["wanted"]; actor: Actor; task: AgentTask },
  deps: ActDeps,
): Promise<void> {
  const executions = await deps.executions.listForTask(task.id);
  const isPick = wanted.act === "pick_result";
  const place = executions.findLastIndex(({ agentType }) => agentType === AgentId.safeParse(wanted.words).data);
  const run = isPick ? place + 1 : null;
  const { options, text } = wanted;
  const words = options.anyway ? ({ accept: "all", reason: text } as const) : { accept: [] };
  await publishTask({ task, actor, run, ...words, branch: null, base: options.base }, deps);
}

function taskOf(task: AgentTask | null): AgentTask {
  if (task === null) {
    throw new Error("the act is about a task that isn't there");
  }
  return task;
}
