import type { Actor } from "../../account/actor.ts";
import type { PermitDeps } from "../../account/rights/permit.ts";
import { unknownTask } from "../read/find-task.ts";
import type { AgentTask } from "../task.ts";
import type { TaskStore } from "../task-store.ts";
import { permitTask } from "./permit-task.ts";

/** Asks for the end of a task; a worker carries it out. A task that has ended stays as it is. Throws as `permitTask` does. */
export async function cancelTask(
  { taskId, actor }: { taskId: string; actor: Actor },
  deps: PermitDeps & { tasks: Pick<TaskStore, "get" | "requestCancel"> },
): Promise<AgentTask> {
  const found = await deps.tasks.get(taskId);
  if (found === null) {
    throw unknownTask(taskId);
  }
  await permitTask({ actor, action: "cancel_task", task: found, attempt: "Cancelling" }, deps);
  const task = await deps.tasks.requestCancel(taskId, actor);
  if (task === null) {
    throw unknownTask(taskId);
  }
  return task;
}
