import type { Actor } from "../../../account/actor.ts";
import { MAX_EVENT_TEXT_LENGTH } from "../../../event/event.ts";
import {
  MAX_MESSAGES,
  type MessageLimit,
  type MessageStore,
  type NewMessage,
  newMessageOf,
  type TaskMessage,
} from "../../../task/message-store.ts";
import { storeEvent } from "../executions/memory-event-store.ts";
import type { Memory, StoredMessage } from "../memory.ts";
import { noteChange } from "./memory-task-change-store.ts";

export function memoryMessageStore(memory: Memory, limit = MAX_MESSAGES): MessageStore {
  const listUndelivered = (taskId: string) =>
    memory.messages.filter((message) => message.taskId === taskId && message.deliveredTo === null);
  const deliver = (messages: StoredMessage[], executionId: string, delivery: "live" | "turn") => {
    for (const message of messages) {
      message.deliveredTo = executionId;
      const text = message.text.slice(0, MAX_EVENT_TEXT_LENGTH);
      storeEvent(memory, { executionId, source: "worker", body: { type: "user_message", text, delivery } });
      const { taskId, number } = message;
      const body = { type: "message_delivered", number, executionId, delivery } as const;
      noteChange(memory, { taskId, actor: null, body });
    }
  };
  return {
    add: async (taskId, said, actor) => addMessageIn(memory, { taskId, said, actor }, limit),
    async findSaid(taskId, onceId) {
      const said = memory.messages.find((message) => message.taskId === taskId && message.onceId === onceId);
      return said === undefined ? null : toMessage(said);
    },
    async takeUndelivered({ taskId, executionId }) {
      const waiting = listUndelivered(taskId);
      deliver(waiting, executionId, "turn");
      return waiting.map(toMessage);
    },
    async confirmDelivered({ taskId, executionId, numbers }) {
      const given = listUndelivered(taskId).filter(({ number }) => numbers.includes(number));
      deliver(given, executionId, "live");
    },
    listUndelivered: async (taskId) => listUndelivered(taskId).map(toMessage),
    listDelivered: async (executionId) =>
      memory.messages.filter(({ deliveredTo }) => deliveredTo === executionId).map(toMessage),
  };
}

interface Said {
  taskId: string;
  said: string | NewMessage;
  actor: Actor;
}

export function addMessageIn(
  memory: Memory,
  { taskId, said, actor }: Said,
  limit: MessageLimit = MAX_MESSAGES,
): TaskMessage | null {
  const all = memory.messages.filter((message) => message.taskId === taskId);
  const { onceId } = newMessageOf(said);
  const stored = onceId === null ? undefined : all.find((message) => message.onceId === onceId);
  if (stored !== undefined) {
    return toMessage(stored);
  }
  const number = all.length + 1;
  if (number > limit.all || all.filter(({ deliveredTo }) => deliveredTo === null).length >= limit.waiting) {
    return null;
  }
  const message = {
    ...{ taskId, number, ...newMessageOf(said) },
    ...{ sentBy: actor, createdAt: memory.now(), deliveredTo: null },
  };
  memory.messages.push(message);
  noteChange(memory, { taskId, actor, body: { type: "message_added", number } });
  return toMessage(message);
}

function toMessage({ taskId: _taskId, onceId: _onceId, ...message }: StoredMessage): TaskMessage {
  return message;
}
