import { passOn, TaskChange, writeProjectName } from "@catalyst/core";
import {
  kindOfChange,
  type Notice,
  NotificationKind,
  OUTBOX_LIFETIME_SECONDS,
  plainLine,
} from "@catalyst/core/notification";
import type { Transaction } from "../../database.ts";
import { and, asc, eq, gt, lte, or, sql } from "../../drizzle.ts";
import { projects, repos, teams } from "../../schema/accounts.ts";
import { notificationDestinations } from "../../schema/notifications.ts";
import { agentTasks, taskChanges } from "../../schema/tasks.ts";
import { seesProject } from "./sees-project.ts";

/** What one destination is to be told. */
export interface Wanted {
  destinationId: string;
  taskId: string;
  position: number;
  notice: Notice;
}

/**
 * Who wants to be told what of these changes: of a task that they asked for or of a project that they named, as long as they
 * see it, and of nothing that was before the destination or is too old to be news.
 */
export async function findWanted(tx: Transaction, { after, upTo }: { after: number; upTo: number }): Promise<Wanted[]> {
  const rows = await select(tx)
    .where(
      and(
        gt(taskChanges.position, after),
        lte(taskChanges.position, upTo),
        sql`${taskChanges.at} > now() - make_interval(secs => ${OUTBOX_LIFETIME_SECONDS})`,
        sql`${taskChanges.at} >= ${notificationDestinations.createdAt}`,
        seesProject,
      ),
    )
    .orderBy(asc(taskChanges.position));
  return rows.flatMap((row) => toWanted(row) ?? []);
}

function select(tx: Transaction) {
  const isSubject = or(
    eq(notificationDestinations.projectId, projects.id),
    sql`(${notificationDestinations.projectId} is null and ${notificationDestinations.userId} = ${agentTasks.assignedBy})`,
  );
  return tx
    .select({
      destinationId: notificationDestinations.id,
      kinds: notificationDestinations.kinds,
      hasEveryChange: notificationDestinations.hasEveryChange,
      change: taskChanges,
      number: agentTasks.number,
      context: agentTasks.contextPayload,
      repository: repos.name,
      project: projects.slug,
      team: teams.slug,
    })
    .from(taskChanges)
    .innerJoin(agentTasks, eq(agentTasks.id, taskChanges.taskId))
    .innerJoin(repos, eq(repos.id, agentTasks.repoId))
    .innerJoin(projects, eq(projects.id, repos.projectId))
    .leftJoin(teams, eq(teams.id, projects.teamId))
    .innerJoin(notificationDestinations, isSubject);
}

type Row = Awaited<ReturnType<typeof select>>[number];

/** null: it isn't told of changes of this kind. */
function toWanted({ destinationId, kinds, hasEveryChange, ...row }: Row): Wanted | null {
  const change = TaskChange.parse(row.change);
  const kind = kindOfChange(change);
  const isOfKind = kind !== null && NotificationKind.array().parse(kinds).includes(kind);
  if (!hasEveryChange && !isOfKind) {
    return null;
  }
  const { taskId, position } = change;
  return { destinationId, taskId, position, notice: toNotice(change, { kind, row }) };
}

function toNotice(
  change: TaskChange,
  { kind, row }: { kind: NotificationKind | null; row: Omit<Row, "destinationId" | "kinds" | "hasEveryChange"> },
): Notice {
  const { taskId: id, number, position, actor, body } = change;
  const at = change.at.toISOString();
  const { title } = row.context as { title: string };
  return {
    kind,
    isTest: false,
    at,
    task: {
      id,
      number: row.number,
      title: plainLine(title),
      project: writeProjectName({ team: row.team, slug: row.project }),
      repository: plainLine(row.repository),
    },
    change: { taskId: id, number, position, at, actor, body: passOn(body) },
  };
}
