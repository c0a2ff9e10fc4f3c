import type { NewTaskChange } from "../task/task-change.ts";
import type { TaskChangeStore } from "../task/task-change-store.ts";
import type { Memory } from "./memory.ts";

export function memoryTaskChangeStore(memory: Memory): TaskChangeStore {
  return {
    list: async ({ taskId, afterNumber, limit }) =>
      memory.changes.filter((change) => change.taskId === taskId && change.number > afterNumber).slice(0, limit),
    listOfAll: async ({ afterPosition, limit }) =>
      memory.changes.filter(({ position }) => position > afterPosition).slice(0, limit),
    newestPosition: async () => memory.changes.at(-1)?.position ?? 0,
    async subscribe(onChange) {
      memory.subscribers.add(onChange);
      return () => void memory.subscribers.delete(onChange);
    },
  };
}

/** What the writes of the stores tell the feed. */
export function noteChange(memory: Memory, change: NewTaskChange): void {
  const newest = memory.changes.findLast(({ taskId }) => taskId === change.taskId)?.number ?? 0;
  memory.changes.push({
    ...change,
    number: newest + 1,
    position: (memory.changes.at(-1)?.position ?? 0) + 1,
    at: memory.now(),
  });
  for (const onChange of memory.subscribers) {
    onChange(change.taskId);
  }
}
