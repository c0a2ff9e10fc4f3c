import { type ExecutionQueue, GitHubConfig, type Lease, type NextClaim, type WaitingExecution } from "@catalyst/core";
import type { SQL } from "drizzle-orm";
import type { Database, Drizzle, Transaction } from "../../database.ts";
import { and, eq, inArray, isNull, sql } from "../../drizzle.ts";
import { agentConfigs, projects, repos } from "../../schema/accounts.ts";
import { agentExecutions } from "../../schema/executions.ts";
import { agentTasks } from "../../schema/tasks.ts";
import { hideValues } from "../hide-values.ts";
import { isFree, isUnfinished, leaseTo } from "./leases.ts";

const { id, taskId, environmentNamespace, placedAt, purpose, resolution, startedAt } = agentExecutions;

/** Has one of the places. */
export const isPlaced = sql`(${isUnfinished} and ${placedAt} is not null and ${purpose} <> 'publish')`;
const needsNoFurtherPlace = sql`(${placedAt} is not null or ${purpose} = 'publish' or ${agentTasks.cancelRequestedAt} is not null)`;

/** Is kept by nothing but places. For executions with their tasks. */
export const isWaiting = sql`(${isUnfinished} and not ${needsNoFurtherPlace})`;

/** Was asked for on GitHub, where a project says how many of a repository's go on at once. */
const isOfGitHub = inArray(agentTasks.sourceType, ["github_issue", "github_pr"]);
const mostOfRepository = sql`coalesce((${agentConfigs.github} ->> 'maxParallel')::int, ${GitHubConfig.parse({}).maxParallel})`;

/** Where a task's result goes, whether that is decided yet or was only asked for; null: nowhere, as a review's, or it is named after the task. */
const resultBranch = sql`case when ${agentTasks.taskType} = 'pr_review' then null
  else coalesce(${agentTasks.branch}, ${agentTasks.asked} ->> 'branch') end`;

/**
 * All that wait, each with its turn: every project's first, then every project's second, who went without for longest first. Those that
 * their repository has no room for, or whose branch another task's agent works on, are held, and come last.
 */
const QUEUE: SQL = sql`
  with busy as (
    select ${agentTasks.repoId}, count(*) as placed
    from ${agentExecutions} join ${agentTasks} on ${agentTasks.id} = ${taskId}
    where ${isPlaced} and ${isOfGitHub} group by ${agentTasks.repoId}
  ), taken as (
    select ${agentTasks.repoId}, ${resultBranch} as branch, ${agentTasks.id} as by_task
    from ${agentExecutions} join ${agentTasks} on ${agentTasks.id} = ${taskId}
    where ${isPlaced}
  ), waiting as (
    select ${id}, ${taskId}, ${environmentNamespace} as namespace, ${startedAt}, ${projects.servedAt}, ${isFree} as is_free,
      row_number() over (partition by ${environmentNamespace}, ${projects.id} order by ${startedAt}, ${id}) as turn,
      ${isOfGitHub} and ${mostOfRepository} < coalesce(busy.placed, 0)
        + row_number() over (partition by ${repos.id}, ${isOfGitHub} order by ${startedAt}, ${id})
        or exists (
          select from taken where taken.repo_id = ${repos.id} and taken.branch = ${resultBranch} and taken.by_task <> ${agentTasks.id}
        ) as is_held
    from ${agentExecutions}
    join ${agentTasks} on ${agentTasks.id} = ${taskId}
    join ${repos} on ${repos.id} = ${agentTasks.repoId}
    join ${projects} on ${projects.id} = ${repos.projectId}
    left join ${agentConfigs} on ${agentConfigs.projectId} = ${projects.id}
    left join busy on busy.repo_id = ${repos.id}
    where ${isWaiting}
  ), queue as (
    select id, task_id, namespace, is_free, is_held,
      row_number() over (partition by namespace order by is_held, turn, served_at nulls first, started_at, id) as position
    from waiting
  )`;

/** Places of executions, given out one at a time, so that workers that ask at once never give too many. */
export function postgresExecutionQueue({ drizzle }: Database): ExecutionQueue {
  return hideValues<ExecutionQueue>({
    claimNext: async (input) => ((await isAnyFree(drizzle, input)) ? claim(drizzle, input) : null),
    async listWaiting(taskIds) {
      if (taskIds.length === 0) {
        return [];
      }
      const placed = sql`select count(*) from ${agentExecutions} where ${isPlaced} and ${environmentNamespace} = namespace`;
      const { rows } = await drizzle.execute<Record<keyof WaitingExecution, string>>(
        sql`${QUEUE} select id as "executionId", task_id as "taskId", position - 1 as before, (${placed}) as placed
          from queue where ${inArray(sql`task_id`, [...taskIds])} order by position`,
      );
      return rows.map((row) => ({ ...row, before: Number(row.before), placed: Number(row.placed) }));
    },
  });
}

/** One question, for those who ask every few seconds of a database that has nothing to do: a claim asks seven. */
async function isAnyFree(drizzle: Drizzle, { environmentNamespace: namespace }: NextClaim): Promise<boolean> {
  const free = await drizzle
    .select({ id })
    .from(agentExecutions)
    .where(and(isUnfinished, isFree, eq(environmentNamespace, namespace)))
    .limit(1);
  return free.length > 0;
}

function claim(drizzle: Drizzle, input: NextClaim): Promise<Lease | null> {
  return drizzle.transaction(async (tx) => {
    const lock = `places ${input.environmentNamespace}`;
    await tx.execute(sql`select pg_advisory_xact_lock(hashtextextended(${lock}, 0))`);
    return (await takeOver(tx, input)) ?? (await takeInTurn(tx, input)) ?? (await takeUndecided(tx, input));
  });
}

/** What a worker left comes before what nobody began: its environment may be running. */
async function takeOver(tx: Transaction, claim: NextClaim): Promise<Lease | null> {
  const [left] = await tx
    .select({ id })
    .from(agentExecutions)
    .innerJoin(agentTasks, eq(agentTasks.id, taskId))
    .where(and(isUnfinished, isFree, eq(environmentNamespace, claim.environmentNamespace), needsNoFurtherPlace))
    .orderBy(sql`${placedAt} nulls last`, startedAt, id)
    .limit(1);
  return left === undefined ? null : lease(tx, left.id, claim);
}

async function takeInTurn(tx: Transaction, claim: NextClaim): Promise<Lease | null> {
  const placed = await tx.$count(agentExecutions, and(isPlaced, eq(environmentNamespace, claim.environmentNamespace)));
  if (placed >= claim.places) {
    return null;
  }
  const isToBeHad = sql`namespace = ${claim.environmentNamespace} and is_free and not is_held`;
  const { rows } = await tx.execute<{ id: string }>(
    sql`${QUEUE} select id from queue where ${isToBeHad} order by position limit 1`,
  );
  const [next] = rows;
  if (next === undefined) {
    return null;
  }
  await tx.update(agentExecutions).set({ placedAt: sql`now()` }).where(eq(id, next.id));
  await noteServed(tx, next.id);
  return lease(tx, next.id, claim);
}

/** What one works with is decided before it has a place: whoever asked for it is told at once. */
async function takeUndecided(tx: Transaction, claim: NextClaim): Promise<Lease | null> {
  const [first] = await tx
    .select({ id })
    .from(agentExecutions)
    .where(and(isUnfinished, isFree, eq(environmentNamespace, claim.environmentNamespace), isNull(resolution)))
    .orderBy(startedAt, id)
    .limit(1);
  return first === undefined ? null : lease(tx, first.id, claim);
}

async function noteServed(tx: Transaction, executionId: string): Promise<void> {
  const project = tx
    .select({ id: repos.projectId })
    .from(repos)
    .innerJoin(agentTasks, eq(agentTasks.repoId, repos.id))
    .innerJoin(agentExecutions, eq(taskId, agentTasks.id))
    .where(eq(id, executionId));
  // The transaction's own beginning may be before that of one that has waited for the lock.
  await tx.update(projects).set({ servedAt: sql`clock_timestamp()` }).where(inArray(projects.id, project));
}

async function lease(tx: Transaction, executionId: string, claim: NextClaim): Promise<Lease | null> {
  const [row] = await tx
    .update(agentExecutions)
    .set(leaseTo(claim))
    .where(and(eq(id, executionId), isUnfinished, isFree))
    .returning({ epoch: agentExecutions.epoch });
  return row === undefined ? null : { executionId, epoch: row.epoch };
}
