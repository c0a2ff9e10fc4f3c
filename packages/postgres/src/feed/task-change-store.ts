import { TaskChange, type TaskChangeStore } from "@catalyst/core";
import type { Database } from "../database.ts";
import { and, asc, eq, gt, inArray, sql } from "../drizzle.ts";
import { taskChanges } from "../schema/tasks.ts";
import { tasksOf } from "../stores/accounts/of-projects.ts";
import { hideValues } from "../stores/hide-values.ts";
import { CHANGES_CHANNEL } from "./change-tasks.ts";

/** The feed in PostgreSQL. It is written by the stores, each change in the transaction that makes it (`changeTasks`). */
export function postgresTaskChangeStore({ drizzle, listener }: Database): TaskChangeStore {
  return hideValues<TaskChangeStore>({
    async list({ taskId, afterNumber, limit }) {
      const rows = await drizzle
        .select()
        .from(taskChanges)
        .where(and(eq(taskChanges.taskId, taskId), gt(taskChanges.number, afterNumber)))
        .orderBy(asc(taskChanges.number))
        .limit(limit);
      return rows.map((row) => TaskChange.parse(row));
    },
    async listOfProjects({ projects, afterPosition, limit }) {
      const rows = await drizzle
        .select()
        .from(taskChanges)
        .where(and(gt(taskChanges.position, afterPosition), inArray(taskChanges.taskId, tasksOf(drizzle, projects))))
        .orderBy(asc(taskChanges.position))
        .limit(limit);
      return rows.map((row) => TaskChange.parse(row));
    },
    async newestPosition() {
      const [newest] = await drizzle
        .select({ position: sql<string>`coalesce(max(${taskChanges.position}), 0)` })
        .from(taskChanges);
      return Number(newest?.position ?? 0);
    },
    subscribe: (onChange) => listener.listen(CHANGES_CHANNEL, onChange),
  });
}
