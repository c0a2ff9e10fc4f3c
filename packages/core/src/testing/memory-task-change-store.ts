import type { NewTaskChange } from "../task/task-change.ts";
import type { TaskChangeStore } from "../task/task-change-store.ts";
import type { Memory } from "./memory.ts";

export function memoryTaskChangeStore(memory: Memory): TaskChangeStore {
  return {
    list: async ({ taskId, afterNumber, limit }) =>
      memory.changes.filter((change) => change.taskId === taskId && change.number > afterNumber).slice(0, limit),
    listOfAll: async ({ afterPosition, limit }) =>
      memory.changes.filter(({ position }) => position > afterPosition).slice(0, limit),
    newestPosition: async () => memory.changes.length,
    async subscribe(onChange) {
      memory.subscribers.add(onChange);
      return () => void memory.subscribers.delete(onChange);
    },
  };
}

/** What the writes of the stores tell the feed. */
export function noteChange(memory: Memory, change: NewTaskChange): void {
  const number = memory.changes.filter(({ taskId }) => taskId === change.taskId).length + 1;
  memory.changes.push({ ...change, number, position: memory.changes.length + 1, at: memory.now() });
  for (const onChange of memory.subscribers) {
    onChange(change.taskId);
  }
}
