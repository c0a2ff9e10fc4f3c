import { passOn, TaskChange, writeProjectName } from "@catalyst/core";
import { kindOfChange, type Notice, OUTBOX_LIFETIME_SECONDS, plainLine } from "@catalyst/core/notification";
import type { Transaction } from "../../database.ts";
import { and, asc, eq, gt, inArray, lte, or, sql } from "../../drizzle.ts";
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
 * Who wants to be told what of these changes: of a task that they asked for, of a project that they named or of a team that they are, as long as they
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
  const wanted = rows.filter(isWanted);
  const titles = await readTitles(tx, new Set(wanted.map(({ change }) => change.taskId)));
  return wanted.map((row) => toWanted(row, titles));
}

/** Read apart and once for each task: one change concerns many who are told. */
async function readTitles(tx: Transaction, taskIds: ReadonlySet<string>): Promise<ReadonlyMap<string, string>> {
  const rows = await tx
    .select({ id: agentTasks.id, title: agentTasks.title })
    .from(agentTasks)
    .where(inArray(agentTasks.id, [...taskIds]));
  return new Map(rows.map(({ id, title }) => [id, title ?? ""]));
}

function select(tx: Transaction) {
  const isSubject = or(
    eq(notificationDestinations.projectId, projects.id),
    sql`(${notificationDestinations.projectId} is null and ${notificationDestinations.userId} = ${agentTasks.assignedBy})`,
    sql`(${notificationDestinations.projectId} is null and ${notificationDestinations.teamId} = ${projects.teamId})`,
  );
  return tx
    .select({
      destinationId: notificationDestinations.id,
      kinds: notificationDestinations.kinds,
      hasEveryChange: notificationDestinations.hasEveryChange,
      change: taskChanges,
      number: agentTasks.number,
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

/** Whether it is told of changes of this kind. One that only a newer version knows is none here. */
function isWanted({ hasEveryChange, kinds, change }: Row): boolean {
  const kind = kindOfChange(TaskChange.parse(change));
  return hasEveryChange || (kind !== null && (kinds as unknown[]).includes(kind));
}

function toWanted({ destinationId, ...row }: Row, titles: ReadonlyMap<string, string>): Wanted {
  const { taskId: id, number, position, actor, body, ...change } = TaskChange.parse(row.change);
  const at = change.at.toISOString();
  const notice: Notice = {
    kind: kindOfChange({ body }),
    isTest: false,
    at,
    task: {
      id,
      number: row.number,
      title: plainLine(titles.get(id) ?? ""),
      project: writeProjectName({ team: row.team, slug: row.project }),
      repository: plainLine(row.repository),
    },
    change: { taskId: id, number, position, at, actor, body: passOn(body) },
  };
  return { destinationId, taskId: id, position, notice };
}
