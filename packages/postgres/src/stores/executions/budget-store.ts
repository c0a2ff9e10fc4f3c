import {
  type BudgetStore,
  type BudgetUse,
  CatalystError,
  type DaySpending,
  GATEWAY_LEASE_SECONDS,
  isSameWarning,
  judgeWarnings,
  LONGEST_RESERVATION_SECONDS,
  listLimits,
  ProjectBudgets,
  SpendingWarning,
  TaskOptions,
  type TaskSpending,
  thresholdOf,
} from "@catalyst/core";
import type { SQL } from "drizzle-orm";
import type { Database, Drizzle, Transaction } from "../../database.ts";
import { and, eq, gt, gte, inArray, sql } from "../../drizzle.ts";
import { changeTasks, type NoteChange } from "../../feed/change-tasks.ts";
import { agentConfigs, repos } from "../../schema/accounts.ts";
import { agentExecutions, agentSpendings, gateways } from "../../schema/executions.ts";
import { agentTasks, taskChanges } from "../../schema/tasks.ts";
import { hideValues } from "../hide-values.ts";
import { reserveRequests } from "./reserve-requests.ts";
import { settleRequests } from "./settle-requests.ts";

const isServed = sql`exists (select from ${gateways} where ${gateways.id} = ${agentSpendings.gatewayId}
  and ${gateways.seenAt} > now() - make_interval(secs => ${GATEWAY_LEASE_SECONDS}))`;
const isOpen = sql`not ${agentSpendings.isSettled} and ${isServed}
  and ${agentSpendings.at} > now() - make_interval(secs => ${LONGEST_RESERVATION_SECONDS})`;

type Reader = Pick<Drizzle, "select">;

/** Whose limits hold, and whose spending counts. */
interface Place {
  /** null: of all executions of the task. */
  executionId: string | null;
  taskId: string;
  projectId: string;
  budgets: ProjectBudgets;
  options: TaskOptions;
}

/** Budgets in PostgreSQL. Time is the database's. */
export function postgresBudgetStore({ drizzle, pool }: Database): BudgetStore {
  return hideValues<BudgetStore>({
    reserve: reserveRequests(pool),
    settle: settleRequests(pool),
    async enter(gatewayId) {
      await noteSeen(drizzle, gatewayId);
      const isReserved = and(eq(agentSpendings.gatewayId, gatewayId), eq(agentSpendings.isSettled, false));
      await drizzle.update(agentSpendings).set({ isSettled: true }).where(isReserved);
    },
    stay: (gatewayId) => noteSeen(drizzle, gatewayId),
    warn: (executionId) => changeTasks(drizzle, (tx, note) => warn(tx, executionId, note)),
    spent: async (taskId) => spendingOf(drizzle, await findPlace(drizzle, { taskId })),
    spentByTask: (taskIds) => sumByTask(drizzle, taskIds),
    spentByDay: (input) => sumByDay(drizzle, input),
  });
}

async function sumByTask(reader: Reader, taskIds: readonly string[]): Promise<Map<string, number>> {
  const usd = sql`sum(${agentSpendings.usd})`.mapWith(Number);
  const rows = await reader
    .select({ taskId: agentSpendings.taskId, usd })
    .from(agentSpendings)
    .where(and(inArray(agentSpendings.taskId, [...taskIds]), gt(agentSpendings.usd, 0), sql`not (${isOpen})`))
    .groupBy(agentSpendings.taskId);
  return new Map(rows.map((row) => [row.taskId, row.usd]));
}

/** A project's spending since then is a range of its index. */
async function sumByDay(
  drizzle: Drizzle,
  { projects, since }: Parameters<BudgetStore["spentByDay"]>[0],
): Promise<DaySpending[]> {
  const day = sql<string>`to_char(${agentSpendings.at} at time zone 'UTC', 'YYYY-MM-DD')`;
  const { agentType, model } = agentExecutions;
  const isSpent = sql`not (${isOpen})`;
  return drizzle
    .select({
      ...{ day, agentType, model },
      requests: sql`count(*)`.mapWith(Number),
      usd: sql`sum(${agentSpendings.usd})`.mapWith(Number),
      tokens: sql`sum(${agentSpendings.tokens})`.mapWith(Number),
    })
    .from(agentSpendings)
    .innerJoin(agentExecutions, eq(agentExecutions.id, agentSpendings.executionId))
    .where(and(inArray(agentSpendings.projectId, [...projects]), gte(agentSpendings.at, since), isSpent))
    .groupBy(day, agentType, model)
    .orderBy(day, agentType, model);
}

async function noteSeen(writer: Pick<Drizzle, "insert">, gatewayId: string): Promise<void> {
  const seenAt = sql`now()`;
  await writer
    .insert(gateways)
    .values({ id: gatewayId, seenAt })
    .onConflictDoUpdate({ target: gateways.id, set: { seenAt } });
}

/** The feed itself says what it was told before. */
async function warn(tx: Transaction, executionId: string, note: NoteChange): Promise<SpendingWarning[]> {
  const place = await findPlace(tx, { executionId });
  const { taskId } = place;
  const warnings = judgeWarnings(await spendingOf(tx, place));
  if ((await leaveTold(tx, taskId, warnings)).length === 0) {
    return [];
  }
  // Whoever has it tells; the next one sees what was told.
  await tx.select({ id: agentTasks.id }).from(agentTasks).where(eq(agentTasks.id, taskId)).for("update");
  const untold = await leaveTold(tx, taskId, warnings);
  for (const warning of untold) {
    note({ taskId, actor: null, body: { type: "spending_warned", ...warning } });
  }
  return untold;
}

/** Those that the feed has told nothing of. */
async function leaveTold(reader: Reader, taskId: string, warnings: SpendingWarning[]): Promise<SpendingWarning[]> {
  if (warnings.length === 0) {
    return [];
  }
  const rows = await reader
    .select({ body: taskChanges.body })
    .from(taskChanges)
    .where(and(eq(taskChanges.taskId, taskId), sql`${taskChanges.body} ->> 'type' = 'spending_warned'`));
  const told = rows.flatMap(({ body }) => SpendingWarning.safeParse(body).data ?? []);
  return warnings.filter((warning) => !told.some((before) => isSameWarning(before, warning)));
}

async function spendingOf(reader: Reader, place: Place): Promise<TaskSpending> {
  const { usd, tokens } = await sumSpendings(reader, eq(agentSpendings.taskId, place.taskId));
  const spent = { usd: usd.spent, tokens: tokens.spent };
  const limits = (await measure(reader, place)).map(({ reserved: _reserved, ...use }) => use);
  const { budgets } = place;
  return { spent, limits, threshold: thresholdOf(budgets, { limits, spent }), onExceeded: budgets.onExceeded };
}

async function findPlace(reader: Reader, of: { executionId: string } | { taskId: string }): Promise<Place> {
  const query = reader
    .select({
      taskId: agentTasks.id,
      projectId: repos.projectId,
      options: agentTasks.options,
      budgets: agentConfigs.budgets,
    })
    .from(agentTasks)
    .innerJoin(repos, eq(repos.id, agentTasks.repoId))
    .leftJoin(agentConfigs, eq(agentConfigs.projectId, repos.projectId));
  const executionId = "executionId" in of ? of.executionId : null;
  const [row] =
    "taskId" in of
      ? await query.where(eq(agentTasks.id, of.taskId))
      : await query
          .innerJoin(agentExecutions, eq(agentExecutions.taskId, agentTasks.id))
          .where(eq(agentExecutions.id, of.executionId));
  if (row === undefined) {
    throw new CatalystError("not_found", "Looking up budgets failed: there is no such task or execution.");
  }
  return {
    ...row,
    executionId,
    budgets: ProjectBudgets.parse(row.budgets ?? {}),
    options: TaskOptions.parse(row.options),
  };
}

/** Only what is limited is summed up. */
async function measure(reader: Reader, place: Place): Promise<(BudgetUse & { reserved: number })[]> {
  const limits = listLimits(place.budgets, place.options.budget).filter(
    ({ scope }) => scope !== "execution" || place.executionId !== null,
  );
  const sums = new Map<BudgetUse["scope"], Awaited<ReturnType<typeof sumSpendings>>>();
  for (const scope of new Set(limits.map((limit) => limit.scope))) {
    sums.set(scope, await sumSpendings(reader, within(scope, place)));
  }
  return limits.flatMap((limit) => {
    const sum = sums.get(limit.scope)?.[limit.unit];
    return sum === undefined ? [] : [{ ...limit, ...sum }];
  });
}

function within(scope: BudgetUse["scope"], { executionId, taskId, projectId }: Place): SQL | undefined {
  const isOfTask = eq(agentSpendings.taskId, taskId);
  const isOfProject = eq(agentSpendings.projectId, projectId);
  switch (scope) {
    case "execution":
      return and(isOfTask, eq(agentSpendings.executionId, executionId as string));
    case "task":
      return isOfTask;
    case "project":
      return isOfProject;
    case "day":
      return and(isOfProject, gt(agentSpendings.at, sql`now() - interval '24 hours'`));
  }
}

async function sumSpendings(reader: Reader, condition: SQL | undefined) {
  const sum = (column: typeof agentSpendings.usd | typeof agentSpendings.tokens, filter: SQL) =>
    sql`coalesce(sum(${column}) filter (where ${filter}), 0)`.mapWith(Number);
  const [row] = await reader
    .select({
      usd: { spent: sum(agentSpendings.usd, sql`not (${isOpen})`), reserved: sum(agentSpendings.usd, isOpen) },
      tokens: { spent: sum(agentSpendings.tokens, sql`not (${isOpen})`), reserved: sum(agentSpendings.tokens, isOpen) },
    })
    .from(agentSpendings)
    .where(condition);
  const nothing = { spent: 0, reserved: 0 };
  return row ?? { usd: nothing, tokens: nothing };
}
