import type { Actor } from "../account/actor.ts";
import { CatalystError } from "../catalyst-error.ts";
import type { AgentTask } from "./task.ts";
import type { TaskStore } from "./task-store.ts";

/** Asks for the end of a task; a worker carries it out. A task that has ended stays as it is. */
export async function cancelTask(
  { taskId, actor }: { taskId: string; actor: Actor },
  deps: { tasks: Pick<TaskStore, "requestCancel"> },
): Promise<AgentTask> {
  const task = await deps.tasks.requestCancel(taskId, actor);
  if (task === null) {
    throw new CatalystError(
      "not_found",
      `Cancelling task ${taskId} failed: there is no such task. List them: catalyst tasks list`,
    );
  }
  return task;
}
