import type { Actor } from "../../account/actor.ts";
import type { PermitDeps } from "../../account/rights/permit.ts";
import { unknownTask } from "../read/find-task.ts";
import type { AgentTask } from "../task.ts";
import { isFinal } from "../task-state.ts";
import type { TaskStore } from "../task-store.ts";
import { wrongState } from "./continue-task.ts";
import { permitTask } from "./permit-task.ts";

export interface ArchiveTaskInput {
  task: AgentTask;
  actor: Actor;
}

export interface ArchiveTaskDeps extends PermitDeps {
  tasks: Pick<TaskStore, "setArchived">;
}

/** Takes a task that has ended out of the lists; it stays what it is, and comes back as soon as it goes on. Throws `conflict` for others. */
export async function archiveTask({ task, actor }: ArchiveTaskInput, deps: ArchiveTaskDeps): Promise<AgentTask> {
  await permitTask({ actor, action: "archive_task", task, attempt: "Archiving" }, deps);
  const found = await setArchived({ task, actor }, true, deps);
  if (!isFinal(found.status)) {
    throw wrongState(
      { task, what: "Archiving", otherwise: "only tasks that have ended can be archived" },
      found.status,
    );
  }
  return found;
}

/** Puts it back into the lists. */
export async function unarchiveTask({ task, actor }: ArchiveTaskInput, deps: ArchiveTaskDeps): Promise<AgentTask> {
  await permitTask({ actor, action: "archive_task", task, attempt: "Unarchiving" }, deps);
  return setArchived({ task, actor }, false, deps);
}

async function setArchived(
  { task, actor }: ArchiveTaskInput,
  isArchived: boolean,
  { tasks }: ArchiveTaskDeps,
): Promise<AgentTask> {
  const found = await tasks.setArchived(task.id, actor, isArchived);
  if (found === null) {
    throw unknownTask(String(task.number));
  }
  return found;
}
