import { TaskChange, TaskStatus, writeProjectName } from "@catalyst/core";
import {
  kindOfChange,
  type Notification,
  type NotificationStore,
  plainLine,
  TOLD_STATUSES,
  type ToldTasks,
} from "@catalyst/core/notification";
import type { Database, Drizzle } from "../../database.ts";
import { and, asc, desc, eq, gt, inArray, isNull, lt, or, sql } from "../../drizzle.ts";
import { projects, repos, teams } from "../../schema/accounts.ts";
import { notificationReads } from "../../schema/notifications.ts";
import { agentTasks, taskChanges } from "../../schema/tasks.ts";
import { hideValues } from "../hide-values.ts";

/** What people have to see of the feed, in PostgreSQL. */
export function postgresNotificationStore({ drizzle }: Database): NotificationStore {
  return hideValues<NotificationStore>({
    async list({ beforePosition, limit, ...told }) {
      const isBefore = beforePosition === null ? undefined : lt(taskChanges.position, beforePosition);
      const rows = await select(drizzle)
        .where(and(isTold(told), isBefore))
        .orderBy(desc(taskChanges.position))
        .limit(limit);
      return rows.map(toNotification);
    },
    async listAfter({ afterPosition, limit, ...told }) {
      const rows = await select(drizzle)
        .where(and(isTold(told), gt(taskChanges.position, afterPosition)))
        .orderBy(asc(taskChanges.position))
        .limit(limit);
      return rows.map(toNotification);
    },
    async count({ afterPosition, most, ...told }) {
      const some = drizzle
        .select({ position: taskChanges.position })
        .from(taskChanges)
        .innerJoin(agentTasks, eq(agentTasks.id, taskChanges.taskId))
        .innerJoin(repos, eq(repos.id, agentTasks.repoId))
        .where(and(isTold(told), gt(taskChanges.position, afterPosition)))
        .limit(most)
        .as("some");
      return drizzle.$count(some);
    },
    async findRead(userId) {
      const [row] = await drizzle.select().from(notificationReads).where(eq(notificationReads.userId, userId));
      return row?.position ?? 0;
    },
    async markRead({ userId, upTo }) {
      // What is still to come is never read already.
      const position = sql`least(${upTo}::bigint, (select coalesce(max(${taskChanges.position}), 0) from ${taskChanges}))`;
      const [row] = await drizzle
        .insert(notificationReads)
        .values({ userId, position })
        .onConflictDoUpdate({
          target: notificationReads.userId,
          set: { position: sql`greatest(${notificationReads.position}, excluded.position)` },
        })
        .returning();
      return row?.position as number;
    },
  });
}

/** Of changes with their tasks and repositories in the query. Of what was archived nobody has to see anything. */
function isTold({ projects: ids, askedBy }: ToldTasks) {
  return and(
    inArray(repos.projectId, [...ids]),
    askedBy === null ? undefined : eq(agentTasks.assignedBy, askedBy),
    isNull(agentTasks.archivedAt),
    or(
      and(
        sql`${taskChanges.body} ->> 'type' = 'status'`,
        inArray(sql`${taskChanges.body} ->> 'status'`, TOLD_STATUSES),
      ),
      sql`${taskChanges.body} ->> 'type' = 'spending_warned'`,
    ),
  );
}

function select(drizzle: Drizzle) {
  return drizzle
    .select({
      change: taskChanges,
      number: agentTasks.number,
      status: agentTasks.status,
      title: agentTasks.title,
      repository: repos.name,
      project: projects.slug,
      team: teams.slug,
    })
    .from(taskChanges)
    .innerJoin(agentTasks, eq(agentTasks.id, taskChanges.taskId))
    .innerJoin(repos, eq(repos.id, agentTasks.repoId))
    .innerJoin(projects, eq(projects.id, repos.projectId))
    .leftJoin(teams, eq(teams.id, projects.teamId));
}

function toNotification(row: Awaited<ReturnType<typeof select>>[number]): Notification {
  const change = TaskChange.parse(row.change);
  return {
    position: change.position,
    // What means nothing to who waits wasn't asked for.
    kind: kindOfChange(change) as Notification["kind"],
    at: change.at,
    task: {
      id: change.taskId,
      number: row.number,
      title: plainLine(row.title ?? ""),
      status: TaskStatus.parse(row.status),
      project: writeProjectName({ team: row.team, slug: row.project }),
      repository: plainLine(row.repository),
    },
  };
}
