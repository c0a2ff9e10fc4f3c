import { isFinal, type Load, type MeasuredExecution, type MeasureStore, Publication, TaskStatus } from "@catalyst/core";
import type { Database, Drizzle } from "../../database.ts";
import { and, asc, eq, inArray, sql } from "../../drizzle.ts";
import { agentExecutions } from "../../schema/executions.ts";
import { agentTasks, taskChanges } from "../../schema/tasks.ts";
import { isPlaced, isWaiting } from "../executions/execution-queue.ts";
import { hideValues } from "../hide-values.ts";

/** Whoever reads how things are mustn't be what holds them up. */
const READ_MILLISECONDS = 2000;
const ENDS = TaskStatus.options.filter(isFinal);
const UNFINISHED = TaskStatus.options.filter((status) => !isFinal(status));

const type = sql<string>`${taskChanges.body} ->> 'type'`;
const state = sql<string>`${taskChanges.body} ->> 'state'`;

/** What is measured, as PostgreSQL has it. */
export function postgresMeasureStore({ drizzle }: Database): MeasureStore {
  return hideValues<MeasureStore>({
    readExecution: (executionId) => readExecution(drizzle, executionId),
    readTask: (taskId) => readTask(drizzle, taskId),
    readProposal: (taskId) => readProposal(drizzle, taskId),
    readLoad: () => readLoad(drizzle),
  });
}

async function readExecution(drizzle: Drizzle, executionId: string): Promise<MeasuredExecution | null> {
  const { id, taskId, agentType: agent, result } = agentExecutions;
  const rules = sql<string[]>`jsonb_path_query_array(coalesce(${result}, '{}'), '$.findings[*].rule')`;
  const [row] = await drizzle.select({ taskId, agent, rules }).from(agentExecutions).where(eq(id, executionId));
  if (row === undefined) {
    return null;
  }
  const isItsMove = and(
    eq(taskChanges.taskId, row.taskId),
    eq(sql`${taskChanges.body} ->> 'executionId'`, executionId),
    inArray(type, ["execution_moved", "execution_ended"]),
  );
  const seconds = sql<number>`extract(epoch from
    coalesce(lead(${taskChanges.at}) over (order by ${taskChanges.number}), clock_timestamp()) - ${taskChanges.at})::float8`;
  const moves = await drizzle
    .select({ state, type, seconds })
    .from(taskChanges)
    .where(isItsMove)
    .orderBy(asc(taskChanges.number));
  return {
    agent: row.agent,
    rules: row.rules,
    provisionSeconds: moves.findLast((move) => move.state === "provisioning")?.seconds ?? null,
    isProvisioning: moves.findLast((move) => move.type === "execution_moved")?.state === "provisioning",
  };
}

/** A task that went on after an end is measured from when it was asked to. */
async function readTask(drizzle: Drizzle, id: string) {
  const { createdAt, completedAt, resultPayload } = agentTasks;
  const { taskId, number, at } = taskChanges;
  const ends = sql`select ${number} from ${taskChanges} where ${eq(taskId, id)}
    and ${eq(type, "status")} and ${inArray(sql`${taskChanges.body} ->> 'status'`, ENDS)}
    order by ${number} desc offset 1 limit 1`;
  const askedAgainAt = sql`(select min(${at}) from ${taskChanges} where ${eq(taskId, id)} and ${number} > (${ends}))`;
  const seconds = sql<
    number | null
  >`extract(epoch from ${completedAt} - coalesce(${askedAgainAt}, ${createdAt}))::float8`;
  const kind = sql<string | null>`${resultPayload} -> 'publication' ->> 'kind'`;
  const [row] = await drizzle.select({ seconds, kind }).from(agentTasks).where(eq(agentTasks.id, id));
  // One that was refused to go on has the end that it had before.
  if (row?.seconds == null || row.seconds < 0) {
    return null;
  }
  const known = Publication.options.map(({ shape }) => shape.kind.value).find((one) => one === row.kind);
  return { seconds: row.seconds, publication: known ?? ("none" as const) };
}

async function readProposal(drizzle: Drizzle, id: string): Promise<number | null> {
  const isProposal = and(
    ...[eq(taskChanges.taskId, agentTasks.id), eq(type, "published")],
    eq(sql`${taskChanges.body} ->> 'publication'`, "pull_request"),
  );
  const seconds = sql<number>`extract(epoch from min(${taskChanges.at}) - ${agentTasks.createdAt})::float8`;
  const [row] = await drizzle
    .select({ seconds, count: sql<number>`count(*)::int` })
    .from(agentTasks)
    .innerJoin(taskChanges, isProposal)
    .where(and(eq(agentTasks.id, id), eq(agentTasks.taskType, "issue")))
    .groupBy(agentTasks.createdAt);
  return row?.count === 1 ? row.seconds : null;
}

function readLoad(drizzle: Drizzle): Promise<Load> {
  return drizzle.transaction(
    async (tx) => {
      await tx.execute(sql.raw(`set local statement_timeout = ${READ_MILLISECONDS}`));
      const { startedAt, taskId } = agentExecutions;
      const [executions] = await tx
        .select({
          waiting: sql<number>`(count(*) filter (where ${isWaiting}))::int`,
          oldestSeconds: sql<number>`coalesce(extract(epoch from
            clock_timestamp() - min(${startedAt}) filter (where ${isWaiting})), 0)::float8`,
          placed: sql<number>`(count(*) filter (where ${isPlaced}))::int`,
        })
        .from(agentExecutions)
        .innerJoin(agentTasks, eq(agentTasks.id, taskId))
        .where(sql`${agentExecutions.endedAt} is null`);
      const { status } = agentTasks;
      const tasks = await tx
        .select({ status, count: sql<number>`count(*)::int` })
        .from(agentTasks)
        .where(inArray(status, UNFINISHED))
        .groupBy(status);
      return {
        ...(executions ?? { waiting: 0, oldestSeconds: 0, placed: 0 }),
        tasks: Object.fromEntries(tasks.map((row) => [row.status, row.count])),
      };
    },
    { accessMode: "read only" },
  );
}
