import { AgentExecution, type EndedExecution, type EndedPage, type RetentionStore } from "@catalyst/core";
import type { SQL } from "drizzle-orm";
import type { Database, Drizzle, Transaction } from "../../database.ts";
import { and, asc, eq, gt, isNull, lt, sql } from "../../drizzle.ts";
import { changeTasks, type NoteChange } from "../../feed/change-tasks.ts";
import { agentExecutions } from "../../schema/executions.ts";
import { agentTasks } from "../../schema/tasks.ts";
import { hideValues } from "../hide-values.ts";
import { deleteAudit, deleteChanges, deleteEvents, deleteSessions } from "./outlived-rows.ts";

const { id, taskId, result, endedAt, agentType } = agentExecutions;
const refOf = (column: typeof result | typeof agentTasks.resultPayload) => sql`(${column} ->> 'ref')`;
const keptOf = (column: typeof result | typeof agentTasks.resultPayload) =>
  sql`coalesce(${column} -> 'publication' ->> 'keptAt', ${column} -> 'beside' ->> 'keptAt')`;

/** What PostgreSQL keeps, and what it knows of what is kept elsewhere. */
export function postgresRetentionStore({ drizzle }: Database): RetentionStore {
  return hideValues<RetentionStore>({
    listWithRef: (page) => listEnded(drizzle, sql`${refOf(result)} is not null`, page),
    listWithKept: (page) => listEnded(drizzle, sql`${keptOf(result)} is not null`, page),
    forgetRef: (executionId) =>
      changeTasks(drizzle, (tx, note) =>
        changeResult(tx, note, {
          executionId,
          isSame: refOf,
          change: () => sql`'{"ref":null}'::jsonb`,
          type: "ref_forgotten",
        }),
      ),
    async forgetKept(executionId, now) {
      let isForgotten = false;
      const change: ResultChange["change"] = (column) => withoutKept(column, now);
      await whileSettled(drizzle, executionId, async (tx, note) => {
        await changeResult(tx, note, { executionId, isSame: keptOf, change, type: "kept_removed" });
        isForgotten = true;
      });
      return isForgotten;
    },
    whileSettled: (executionId, work) => whileSettled(drizzle, executionId, (_, __, execution) => work(execution)),
    async measure() {
      const { rows } = await drizzle.execute<{ sessions: string; events: string; changes: string; audit: string }>(
        sql`select pg_total_relation_size('agent_sessions') as sessions, pg_total_relation_size('agent_events') as events,
          pg_total_relation_size('task_changes') as changes, pg_total_relation_size('audit_entries') as audit`,
      );
      return {
        sessions: Number(rows[0]?.sessions),
        events: Number(rows[0]?.events),
        changes: Number(rows[0]?.changes),
        audit: Number(rows[0]?.audit),
      };
    },
    async listInUse() {
      const rows = await drizzle
        .select({
          repoId: agentTasks.repoId,
          agentType: sql<string | null>`coalesce(${agentType}, ${agentExecutions.asked} ->> 'agent')`,
        })
        .from(agentExecutions)
        .innerJoin(agentTasks, eq(agentTasks.id, taskId))
        .where(isNull(endedAt));
      return {
        repoIds: new Set(rows.map(({ repoId }) => repoId)),
        agentTypes: new Set(rows.flatMap((row) => row.agentType ?? [])),
      };
    },
    deleteSessions: (input) => deleteSessions(drizzle, input),
    deleteEvents: (input) => drizzle.transaction((tx) => deleteEvents(tx, input)),
    deleteChanges: (input) => deleteChanges(drizzle, input),
    deleteAudit: (input) => deleteAudit(drizzle, input),
  });
}

async function listEnded(
  drizzle: Drizzle,
  isWanted: SQL,
  { endedBefore, afterId, limit }: EndedPage,
): Promise<EndedExecution[]> {
  const isAfter = afterId === null ? undefined : gt(id, afterId);
  const rows = await drizzle
    .select({ execution: agentExecutions, repoId: agentTasks.repoId })
    .from(agentExecutions)
    .innerJoin(agentTasks, eq(agentTasks.id, taskId))
    .where(and(isWanted, lt(endedAt, endedBefore), isAfter))
    .orderBy(asc(id))
    .limit(limit);
  return rows.map(({ execution, repoId }) => ({ execution: AgentExecution.parse(execution), repoId }));
}

interface ResultChange {
  executionId: string;
  /** What tells whether the task shows the result of this execution. */
  isSame: typeof refOf;
  /** What is merged into it. */
  change: (column: typeof result | typeof agentTasks.resultPayload) => SQL;
  /** What the feed is told. */
  type: "ref_forgotten" | "kept_removed";
}

/** What is on a branch stays there; what was only kept is nothing any more. */
function withoutKept(column: typeof result | typeof agentTasks.resultPayload, now: Date): SQL {
  const nothing = JSON.stringify({ publication: { kind: "nothing" } });
  return sql`${JSON.stringify({ beside: null, removedAt: now })}::jsonb
    || case when ${column} -> 'publication' ->> 'kind' = 'kept' then ${nothing}::jsonb else '{}'::jsonb end`;
}

/** Changes the result of an execution, and of its task where that shows the same. */
async function changeResult(
  tx: Transaction,
  note: NoteChange,
  { executionId, isSame, change, type }: ResultChange,
): Promise<void> {
  const [row] = await tx
    .select({ taskId, mark: sql<string | null>`${isSame(result)}` })
    .from(agentExecutions)
    .where(eq(id, executionId))
    .for("update");
  if (row === undefined || row.mark === null) {
    return;
  }
  note({ taskId: row.taskId, actor: null, body: { type, executionId } });
  const isShown = sql`${isSame(agentTasks.resultPayload)} = ${row.mark}`;
  await tx
    .update(agentTasks)
    .set({ resultPayload: sql`${agentTasks.resultPayload} || ${change(agentTasks.resultPayload)}` })
    .where(and(eq(agentTasks.id, row.taskId), isShown));
  await tx
    .update(agentExecutions)
    .set({ result: sql`${result} || ${change(result)}` })
    .where(eq(id, executionId));
}

/** A further execution begins with a change of its task's row, whose lock is held here meanwhile. */
async function whileSettled(
  drizzle: Drizzle,
  executionId: string,
  work: (tx: Transaction, note: NoteChange, execution: AgentExecution) => Promise<void>,
): Promise<void> {
  await changeTasks(drizzle, async (tx, note) => {
    const ofExecution = tx.select({ taskId }).from(agentExecutions).where(eq(id, executionId));
    const [task] = await tx
      .select({ id: agentTasks.id })
      .from(agentTasks)
      .where(eq(agentTasks.id, ofExecution))
      .for("update");
    if (task === undefined) {
      return;
    }
    const isUnfinished = and(eq(taskId, task.id), isNull(endedAt));
    if ((await tx.$count(agentExecutions, isUnfinished)) > 0) {
      return;
    }
    const [execution] = await tx.select().from(agentExecutions).where(eq(id, executionId));
    await work(tx, note, AgentExecution.parse(execution));
  });
}
