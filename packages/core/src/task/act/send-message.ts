import { CatalystError } from "../../catalyst-error.ts";
import type { AskedExecution } from "../../execution/asked-execution.ts";
import type { ExecutionStore } from "../../execution/execution-store.ts";
import { purposeOf } from "../execution-purpose.ts";
import { isHeld } from "../is-held.ts";
import type { MessageChecks } from "../message-checks.ts";
import type { MessageStore } from "../message-store.ts";
import type { MessageThreads } from "../message-threads.ts";
import type { AgentTask, TaskStatus } from "../task.ts";
import { isSettled } from "../task-state.ts";
import { addMessage } from "./add-message.ts";
import { type ContinueTaskDeps, continueTask, type TaskToContinue } from "./continue-task.ts";
import { permitTask } from "./permit-task.ts";

const CONTINUABLE: readonly TaskStatus[] = ["completed", "failed", "cancelled", "refused", "paused_budget"];
/** A result that waits for a word is better after one more turn, as it may be. */
const OF_HELD: readonly TaskStatus[] = [...CONTINUABLE, "awaiting_approval"];
const SENDING = "Sending a message to";
const MAX_MESSAGE_LENGTH = 64 * 1024;

/** `queued`: the execution that runs is told, or the next one, for which the task may wait. `started`: a turn began for it. */
export type Sent = { kind: "queued"; task: AgentTask } | { kind: "started"; task: AgentTask };

export interface SendMessageInput extends TaskToContinue {
  text: string;
  /** Where it is answered, too; absent: nowhere. */
  threads?: MessageThreads | null;
  /** Failed checks that it is about; absent: it is about none. */
  checks?: MessageChecks | null;
  /** Of the request: done again under it, it is said once. Absent: it is another message each time. */
  onceId?: string;
}

export interface SendMessageDeps extends ContinueTaskDeps {
  executions: Pick<ExecutionStore, "listForTask">;
  messages: Pick<MessageStore, "add" | "listUndelivered">;
}

/**
 * Says something to a task. A task that has ended or ran out of money gets another turn on the same branch, or of the same
 * review, going on from the last execution that worked.
 */
export async function sendMessage(input: SendMessageInput, deps: SendMessageDeps): Promise<Sent> {
  const { actor } = input;
  await permitTask({ actor, action: "send_message", task: input.task, attempt: SENDING }, deps);
  const text = checkText(input.text, input.task);
  refuseWaiting(input.task);
  const { threads, checks, onceId } = input;
  const said = { text, threads, checks, onceId };
  const message = await addMessage({ ...said, task: input.task, actor, attempt: SENDING }, deps);
  if (message.deliveredTo !== null) {
    // It was said before by the same request, which nobody lived to answer.
    return { kind: "queued", task: input.task };
  }
  if (isSettled(input.task.status)) {
    return startOrJoin(input, deps);
  }
  // Whoever ends an execution after this finds the message. It may have ended before: the caller read its status earlier.
  const task = (await deps.tasks.get(input.task.id)) ?? input.task;
  const isLate = isContinuable(task);
  const waiting = isLate ? await deps.messages.listUndelivered(task.id) : [];
  // A turn that somebody else started may have taken it along.
  return waiting.length === 0 ? { kind: "queued", task } : startOrJoin({ ...input, task }, deps);
}

/** Of two who say something at once one starts the turn: it takes the other's message along. */
async function startOrJoin(input: SendMessageInput, deps: SendMessageDeps): Promise<Sent> {
  try {
    return await startTurn(input, deps);
  } catch (error) {
    const task = await deps.tasks.get(input.task.id);
    const isStarted = task !== null && !isContinuable(task);
    if (isStarted && error instanceof CatalystError && error.code === "conflict") {
      return { kind: "queued", task };
    }
    throw error;
  }
}

interface NewTurn extends TaskToContinue {
  /** What is done, for the error. */
  what?: string;
  asked?: AskedExecution;
  executionId?: string | undefined;
}

/** Gives a task that can go on another turn, which begins where the last that worked ended. */
export async function startTurn(
  { task, actor, keys, what, asked, executionId }: NewTurn,
  deps: SendMessageDeps,
): Promise<Sent> {
  const continued = await continueTask(
    {
      task,
      actor,
      keys,
      changes: [],
      what: what ?? SENDING,
      asked,
      executionId,
      from: isHeld(task) ? OF_HELD : CONTINUABLE,
      otherwise: "the message waits for its next turn",
      purpose: purposeOf(task),
      continuesId: await findLastWork(task.id, deps),
      patch: { options: { ...task.options, race: null } },
    },
    deps,
  );
  return { kind: "started", task: continued };
}

/** Whether a turn may begin for what is said to it now. */
export function isContinuable(task: AgentTask): boolean {
  return CONTINUABLE.includes(task.status) || isHeld(task);
}

/** The last execution that an agent worked in or that left something, or whose result was picked; null: a new one starts afresh. */
export async function findLastWork(
  taskId: string,
  { executions }: Pick<SendMessageDeps, "executions">,
): Promise<string | null> {
  const all = await executions.listForTask(taskId);
  const worked = all.findLast(
    ({ purpose, agentCommand, result }) => purpose === "publish" || agentCommand !== "" || result !== null,
  );
  return worked?.purpose === "publish" ? worked.continuesId : (worked?.id ?? null);
}

function checkText(text: string, task: AgentTask): string {
  const trimmed = text.trim();
  if (trimmed === "" || trimmed.length > MAX_MESSAGE_LENGTH) {
    throw new CatalystError(
      "invalid_input",
      `Sending a message to task #${task.number} failed: it is ${trimmed === "" ? "empty" : `longer than ${MAX_MESSAGE_LENGTH} characters`}.`,
      { way: { kind: "send_message", task: task.number } },
    );
  }
  return trimmed;
}

/** What waits for a decision must be decided on first. */
export function refuseWaiting({ number, status, plan, resultPayload }: AgentTask, attempt = SENDING): void {
  if (status === "awaiting_approval" && !isHeld({ status, resultPayload })) {
    const isPlan = plan !== null && plan.approvedAt === null;
    throw new CatalystError("conflict", `${attempt} task #${number} failed: it waits for your decision.`, {
      way: isPlan ? { kind: "decide_plan", task: number } : { kind: "pick_result", task: number },
    });
  }
}
