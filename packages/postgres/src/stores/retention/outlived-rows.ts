import { COURSE_EVENTS, type Deleted } from "@catalyst/core";
import type { Drizzle, Transaction } from "../../database.ts";
import { and, inArray, isNull, lt, sql } from "../../drizzle.ts";
import { agentEvents, agentExecutions, agentSessions } from "../../schema/executions.ts";
import { auditEntries } from "../../schema/people.ts";
import { taskChanges } from "../../schema/tasks.ts";

/** Executions whose logs are looked at in one go. */
const LOGS_AT_ONCE = 20;

/** Removes sessions that no unfinished execution of their task may open. */
export async function deleteSessions(
  drizzle: Drizzle,
  { savedBefore, limit }: { savedBefore: Date; limit: number },
): Promise<Deleted> {
  const { rowCount } = await drizzle.execute(sql`
    delete from ${agentSessions} where execution_id in (
      select session.execution_id from ${agentSessions} session
      join ${agentExecutions} its on its.id = session.execution_id
      where session.created_at < ${savedBefore.toISOString()} and not exists (
        select from ${agentExecutions} other where other.task_id = its.task_id and other.ended_at is null)
      limit ${limit})`);
  const count = rowCount ?? 0;
  return { count, isDone: count < limit };
}

/** Removes events of a few executions, but for those of their course; an execution with none left is not looked at again. */
export async function deleteEvents(
  tx: Transaction,
  { endedBefore, limit }: { endedBefore: Date; limit: number },
): Promise<Deleted> {
  const isOutlived = and(isNull(agentExecutions.logRemovedAt), lt(agentExecutions.endedAt, endedBefore));
  const rows = await tx
    .select({ id: agentExecutions.id })
    .from(agentExecutions)
    .where(isOutlived)
    .orderBy(agentExecutions.endedAt)
    .limit(LOGS_AT_ONCE);
  const ids = rows.map(({ id }) => id);
  if (ids.length === 0) {
    return { count: 0, isDone: true };
  }
  const { rowCount } = await tx.execute(sql`
    delete from ${agentEvents} where (execution_id, number) in (
      select execution_id, number from ${agentEvents}
      where ${inArray(sql`execution_id`, ids)} and ${sql`body ->> 'type'`} not in ${[...COURSE_EVENTS]}
      limit ${limit})`);
  const count = rowCount ?? 0;
  if (count < limit) {
    await tx.update(agentExecutions).set({ logRemovedAt: sql`now()` }).where(inArray(agentExecutions.id, ids));
  }
  return { count, isDone: false };
}

/** Removes changes, but for the newest of each task: the next one gets its number after that. */
export async function deleteChanges(
  drizzle: Drizzle,
  { before, limit }: { before: Date; limit: number },
): Promise<Deleted> {
  const { rowCount } = await drizzle.execute(sql`
    delete from ${taskChanges} where position in (
      select position from ${taskChanges} change
      where change.at < ${before.toISOString()} and exists (
        select from ${taskChanges} newer where newer.task_id = change.task_id and newer.number > change.number)
      limit ${limit})`);
  const count = rowCount ?? 0;
  return { count, isDone: count < limit };
}

export async function deleteAudit(
  drizzle: Drizzle,
  { before, limit }: { before: Date; limit: number },
): Promise<Deleted> {
  const { rowCount } = await drizzle.execute(sql`
    delete from ${auditEntries} where number in (
      select number from ${auditEntries} entry where entry.at < ${before.toISOString()} order by number limit ${limit})`);
  const count = rowCount ?? 0;
  return { count, isDone: count < limit };
}
