import type { Actor } from "../account/actor.ts";
import { CatalystError } from "../catalyst-error.ts";
import type { AgentCredential } from "../credential/credential.ts";
import type { ExecutionStore } from "../execution/execution-store.ts";
import { type ContinueTaskDeps, continueTask } from "./continue-task.ts";
import { type MakeAgentReadyDeps, makeAgentReady, type Prepare } from "./make-agent-ready.ts";
import type { MessageStore } from "./message-store.ts";
import type { AgentTask, TaskStatus } from "./task.ts";
import { isSettled } from "./task-state.ts";

const CONTINUABLE: readonly TaskStatus[] = ["completed", "failed", "cancelled", "paused_budget"];
const MAX_MESSAGE_LENGTH = 64 * 1024;

/** `queued`: the execution that runs is told, or the next one, for which the task may wait. `started`: a turn began for it. */
export type Sent = { kind: "queued"; task: AgentTask } | { kind: "started"; task: AgentTask };

export interface SendMessageInput {
  task: AgentTask;
  actor: Actor;
  text: string;
  prepare: Prepare;
}

export interface SendMessageDeps extends ContinueTaskDeps, MakeAgentReadyDeps {
  executions: Pick<ExecutionStore, "listForTask">;
  messages: Pick<MessageStore, "add" | "listUndelivered">;
}

/**
 * Says something to a task. A task that has ended or ran out of money gets another turn on the same branch, going on from
 * the last execution that worked.
 */
export async function sendMessage(input: SendMessageInput, deps: SendMessageDeps): Promise<Sent> {
  const { actor } = input;
  const text = checkText(input.text, input.task);
  refuseWaiting(input.task);
  if (isSettled(input.task.status)) {
    // Before the message is stored: without a key, say, nothing has happened.
    const credentials = await makeReady(input, deps);
    await deps.messages.add(input.task.id, text, actor);
    return startTurn({ task: input.task, actor, credentials }, deps);
  }
  await deps.messages.add(input.task.id, text, actor);
  // Whoever ends an execution after this finds the message. It may have ended before: the caller read its status earlier.
  const task = (await deps.tasks.get(input.task.id)) ?? input.task;
  return CONTINUABLE.includes(task.status) ? startLateTurn({ ...input, task }, deps) : { kind: "queued", task };
}

/** While the agent is made ready, the message may come to be delivered by a turn that somebody else started. */
async function startLateTurn(input: SendMessageInput, deps: SendMessageDeps): Promise<Sent> {
  const { task, actor } = input;
  const credentials = await makeReady(input, deps).catch((error: unknown) => {
    throw error instanceof CatalystError
      ? new CatalystError(error.code, `${error.message} Your message is kept and goes with the task's next turn.`)
      : error;
  });
  const waiting = await deps.messages.listUndelivered(task.id);
  return waiting.length === 0 ? { kind: "queued", task } : startTurn({ task, actor, credentials }, deps);
}

function makeReady({ task, prepare }: SendMessageInput, deps: SendMessageDeps): Promise<AgentCredential[]> {
  return makeAgentReady({ task, agentType: task.agentType, prepare }, deps);
}

async function startTurn(
  { task, actor, credentials }: Pick<SendMessageInput, "task" | "actor"> & { credentials: AgentCredential[] },
  deps: SendMessageDeps,
): Promise<Sent> {
  const continued = await continueTask(
    {
      task,
      actor,
      changes: [],
      what: "Sending a message to",
      from: CONTINUABLE,
      otherwise: "the message waits for its next turn",
      purpose: "work",
      agent: null,
      continuesId: await findLastWork(task.id, deps),
      credentials,
      patch: { options: { ...task.options, race: null } },
    },
    deps,
  );
  return { kind: "started", task: continued };
}

/** The last execution that an agent worked in or that left something, or whose result was picked; null: a new one starts afresh. */
async function findLastWork(
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
      `Sending a message to task #${task.number} failed: it is ${trimmed === "" ? "empty" : `longer than ${MAX_MESSAGE_LENGTH} characters`}. Say what is wanted: catalyst tasks send ${task.number} "Also update the docs"`,
    );
  }
  return trimmed;
}

/** What waits for a decision must be decided on first. */
function refuseWaiting({ number, status, plan }: AgentTask): void {
  if (status === "awaiting_approval") {
    const way =
      plan !== null && plan.approvedAt === null
        ? `catalyst tasks reject ${number} --feedback "…", or catalyst tasks approve ${number}`
        : `catalyst tasks publish ${number} --run <number>`;
    throw new CatalystError(
      "conflict",
      `Sending a message to task #${number} failed: it waits for your decision. Decide first: ${way}`,
    );
  }
}
