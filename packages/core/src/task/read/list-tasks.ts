import type { Actor } from "../../account/actor.ts";
import type { AgentTask, TaskStatus } from "../task.ts";
import type { TaskStore } from "../task-store.ts";

export interface ListTasksInput {
  actor: Actor;
  /** Empty: any. */
  statuses: TaskStatus[];
  limit: number;
  /** Those with a smaller number; null: the newest. */
  beforeNumber: number | null;
}

/** A page of the tasks that the actor sees, the newest first. `nextBefore` null: there is no older one. */
export async function listTasks(
  { statuses, limit, beforeNumber }: ListTasksInput,
  { tasks }: { tasks: Pick<TaskStore, "list"> },
): Promise<{ tasks: AgentTask[]; nextBefore: number | null }> {
  const found = await tasks.list({
    statuses: statuses.length === 0 ? undefined : statuses,
    beforeNumber: beforeNumber ?? undefined,
    limit: limit + 1,
  });
  const page = found.slice(0, limit);
  return { tasks: page, nextBefore: found.length > limit ? (page.at(-1)?.number ?? null) : null };
}
