import type { MessageStore, TaskMessage } from "../task/message-store.ts";
import type { Memory } from "./memory.ts";

export function memoryMessageStore(memory: Memory): MessageStore {
  const of = (taskId: string) => memory.messages.filter((message) => message.taskId === taskId);
  return {
    async add(taskId, text) {
      const message = { taskId, number: of(taskId).length + 1, text, createdAt: memory.now(), deliveredTo: null };
      memory.messages.push(message);
      return message;
    },
    async takeUndelivered({ taskId, executionId }) {
      const waiting = of(taskId).filter(({ deliveredTo }) => deliveredTo === null);
      for (const message of waiting) {
        message.deliveredTo = executionId;
      }
      return waiting;
    },
    listUndelivered: async (taskId) => of(taskId).filter(({ deliveredTo }) => deliveredTo === null),
    listDelivered: async (executionId) => memory.messages.filter(({ deliveredTo }) => deliveredTo === executionId),
  };
}

export type StoredMessage = TaskMessage & { taskId: string };
