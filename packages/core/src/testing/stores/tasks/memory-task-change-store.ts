import type { NewTaskChange, TaskChange } from "../../../task/feed/task-change.ts";
import type { TaskChangeStore } from "../../../task/feed/task-change-store.ts";
import { listOfProjects, type Memory } from "../memory.ts";

export function memoryTaskChangeStore(memory: Memory): TaskChangeStore {
  return {
    list: async ({ taskId, afterNumber, limit }) =>
      memory.changes.filter((change) => change.taskId === taskId && change.number > afterNumber).slice(0, limit),
    async listOfProjects({ projects, afterPosition, limit }) {
      const ids = listOfProjects(memory, projects).map(({ id }) => id);
      const isOne = ({ taskId, position }: TaskChange) => position > afterPosition && ids.includes(taskId);
      return memory.changes.filter(isOne).slice(0, limit);
    },
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
