import type { Actor } from "../../account/actor.ts";
import { CatalystError } from "../../catalyst-error.ts";
import { MAX_MESSAGES, type MessageStore, type NewMessage, type TaskMessage } from "../message-store.ts";
import type { AgentTask } from "../task.ts";

/** Stores what a person says to a task. Throws `conflict` where it has as many messages as it may. */
export async function addMessage(
  { task, actor, attempt, ...said }: NewMessage & { task: AgentTask; actor: Actor; attempt: string },
  { messages }: { messages: Pick<MessageStore, "add"> },
): Promise<TaskMessage> {
  const message = await messages.add(task.id, said, actor);
  if (message === null) {
    throw tooManyMessages(task, attempt);
  }
  return message;
}

/** `attempt`: what was to be done, absent where that is all. */
export function tooManyMessages(
  { number }: Pick<AgentTask, "number">,
  attempt = "Saying something with a further run of",
): CatalystError {
  const { waiting, all } = MAX_MESSAGES;
  return new CatalystError(
    "conflict",
    `${attempt} task #${number} failed: ${waiting} messages wait for its agent already, or it was sent ${all}, and there may not be more.`,
    { way: { kind: "see_task", task: number } },
  );
}
