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
    const { waiting, all } = MAX_MESSAGES;
    throw new CatalystError(
      "conflict",
      `${attempt} task #${task.number} failed: ${waiting} messages wait for its agent already, or it was sent ${all}, and there may not be more.`,
      { way: { kind: "see_task", task: task.number } },
    );
  }
  return message;
}
