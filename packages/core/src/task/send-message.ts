import { CatalystError } from "../catalyst-error.ts";
import type { AgentCredential } from "../credential/credential.ts";
import { type ContinueTaskDeps, continueTask } from "./continue-task.ts";
import type { MessageStore } from "./message-store.ts";
import type { AgentTask } from "./task.ts";
import { isSettled } from "./task-state.ts";

const MAX_MESSAGE_LENGTH = 64 * 1024;

/** `queued`: an execution runs, and is told if its agent can be, else the next one is. `started`: a turn began for it. */
export type Sent = { kind: "queued"; task: AgentTask } | { kind: "started"; task: AgentTask };

/**
 * Says something to a task. A task that has ended or ran out of money gets another turn on the same branch, going on from
 * `continuesId`, the last execution that worked.
 */
export async function sendMessage(
  input: { task: AgentTask; text: string; continuesId: string | null; credentials: AgentCredential[] },
  deps: ContinueTaskDeps & { messages: Pick<MessageStore, "add"> },
): Promise<Sent> {
  const { task, continuesId, credentials } = input;
  const text = checkText(input.text, task);
  refuseWaiting(task);
  await deps.messages.add(task.id, text);
  if (!isSettled(task.status)) {
    return { kind: "queued", task };
  }
  const continued = await continueTask(
    {
      task,
      what: "Sending a message to",
      from: ["completed", "failed", "cancelled", "paused_budget"],
      otherwise: "the message waits for its next turn",
      purpose: "work",
      agent: null,
      continuesId,
      credentials,
      patch: { options: { ...task.options, race: null } },
    },
    deps,
  );
  return { kind: "started", task: continued };
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
