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
  type Spending,
  SpendingWarning,
  TaskOptions,
  type TaskSpending,
  thresholdOf,
} from "@catalyst/core";
import type { Database, Drizzle, Transaction } from "../../database.ts";
import { and, eq, gt, gte, inArray, sql } from "../../drizzle.ts";
import { changeTasks, type NoteChange } from "../../feed/change-tasks.ts";
import { agentConfigs, repos } from "../../schema/accounts.ts";
import { agentExecutions, agentSpendings, gateways } from "../../schema/executions.ts";
import { agentTasks, taskChanges } from "../../schema/tasks.ts";
import { hideValues } from "../hide-values.ts";
import { freeRequests } from "./free-requests.ts";
import { lookAtLimits } from "./look-at-limits.ts";
import { reserveRequests, Sums } from "./reserve-requests.ts";

const isServed = sql`exists (select from ${gateways} where ${gateways.id} = ${agentSpendings.gatewayId}
  and ${gateways.seenAt} > now() - make_interval(secs => ${GATEWAY_LEASE_SECONDS}))`;
const isOpen = sql`not ${agentSpendings.isSettled} and ${isServed}
  and ${agentSpendings.at} > now() - make_interval(secs => ${LONGEST_RESERVATION_SECONDS})`;

type Reader = Pick<Drizzle, "select" | "execute">;
const NOTHING: Spending = { usd: 0, tokens: 0 };

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
  const free = freeRequests(pool);
  const reserve = reserveRequests(pool);
  return hideValues<BudgetStore>({
    look: lookAtLimits(pool),
    note: free.note,
    async reserve(request) {
      // Of a limit that is new the requests that were made without it are part.
      await free.store();
      return reserve(request);
    },
    settle: free.settle,
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
  const { budgets, options, executionId } = place;
  const limited = listLimits(budgets, options.budget).filter(
    ({ scope }) => scope !== "execution" || executionId !== null,
  );
  const sums = await sumSpendings(reader, place, new Set(["task", ...limited.map(({ scope }) => scope)]));
  const spent = sums.task ?? NOTHING;
  const limits = limited.map((limit) => ({ ...limit, spent: sums[limit.scope]?.[limit.unit] ?? 0 }));
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

/** What is reserved isn't spent. */
async function sumSpendings(
  reader: Reader,
  { executionId, taskId, projectId }: Place,
  scopes: ReadonlySet<BudgetUse["scope"]>,
): Promise<Partial<Record<BudgetUse["scope"], Spending>>> {
  const names = sql.join(
    [...scopes].map((scope) => sql`${scope}`),
    sql`, `,
  );
  const { rows } = await reader.execute<{
    sums: unknown;
  }>(sql`select spendings_of(array[${names}]::text[], ${executionId}::uuid,
    ${taskId}, ${projectId}, ${GATEWAY_LEASE_SECONDS}, ${LONGEST_RESERVATION_SECONDS}) as sums`);
  const sums = Sums.parse(rows[0]?.sums);
  return Object.fromEntries(
    Object.entries(sums).map(([scope, { usd, tokens }]) => [scope, { usd: usd.spent, tokens: tokens.spent }]),
  );
}
