import type { TaskChange } from "../feed/task-change.ts";
import type { TaskChangeStore } from "../feed/task-change-store.ts";
import { type FindTaskDeps, type FindTaskInput, findTask } from "./find-task.ts";

/** What happened to the task that is meant after this change, in order. Throws as `findTask` does. */
export async function listChanges(
  input: FindTaskInput & { afterNumber: number; limit: number },
  deps: FindTaskDeps & { changes: Pick<TaskChangeStore, "list"> },
): Promise<TaskChange[]> {
  const { id: taskId } = await findTask(input, deps);
  const { afterNumber, limit } = input;
  return deps.changes.list({ taskId, afterNumber, limit });
}
