import type { Actor } from "../../account/actor.ts";
import type { AgentTask, TaskStatus } from "../task.ts";
import type { TaskEnding } from "../task-ending.ts";
import { isFinal } from "../task-state.ts";
import type { TaskStore } from "../task-store.ts";

export interface EndTaskInput {
  taskId: string;
  actor: Actor;
  ending: TaskEnding;
  /** What the agent does now is kept first, and not published. */
  isAfterTurn: boolean;
}

const AT_WORK: readonly TaskStatus[] = ["running", "publishing"];

/** Has a task end as what it is about has ended, or notes with one that has ended what became of what it proposed. null: it is gone. */
export async function endTask(
  { taskId, actor, ending, isAfterTurn }: EndTaskInput,
  { tasks }: { tasks: Pick<TaskStore, "noteEnding" | "requestCancel"> },
): Promise<AgentTask | null> {
  const task = await tasks.noteEnding(taskId, actor, ending);
  if (task === null || isFinal(task.status) || (isAfterTurn && AT_WORK.includes(task.status))) {
    return task;
  }
  return tasks.requestCancel(taskId, actor);
}
