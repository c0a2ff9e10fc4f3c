import {
  type BudgetStore,
  type BudgetUse,
  CatalystError,
  GATEWAY_LEASE_SECONDS,
  judgeBudget,
  LONGEST_RESERVATION_SECONDS,
  listLimits,
  ProjectBudgets,
  TaskOptions,
} from "@catalyst/core";
import type { SQL } from "drizzle-orm";
import type { Database, Drizzle, Transaction } from "../../database.ts";
import { and, eq, gt, sql } from "../../drizzle.ts";
import { agentConfigs, repos } from "../../schema/accounts.ts";
import { agentExecutions, agentSpendings, gateways } from "../../schema/executions.ts";
import { agentTasks } from "../../schema/tasks.ts";
import { hideValues } from "../hide-values.ts";

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
export function postgresBudgetStore({ drizzle }: Database): BudgetStore {
  return hideValues<BudgetStore>({
    reserve: (input) => drizzle.transaction((tx) => reserve(tx, input)),
    async settle(reservationId, { usd, tokens }) {
      const spent = { usd, tokens, isSettled: true };
      await drizzle.update(agentSpendings).set(spent).where(eq(agentSpendings.id, reservationId));
    },
    async enter(gatewayId) {
      await noteSeen(drizzle, gatewayId);
      const isReserved = and(eq(agentSpendings.gatewayId, gatewayId), eq(agentSpendings.isSettled, false));
      await drizzle.update(agentSpendings).set({ isSettled: true }).where(isReserved);
    },
    stay: (gatewayId) => noteSeen(drizzle, gatewayId),
    async spent(taskId) {
      const place = await findPlace(drizzle, { taskId });
      const { usd, tokens } = await sumSpendings(drizzle, eq(agentSpendings.taskId, taskId));
      return {
        spent: { usd: usd.spent, tokens: tokens.spent },
        limits: (await measure(drizzle, place)).map(({ reserved: _reserved, ...use }) => use),
        onExceeded: place.budgets.onExceeded,
      };
    },
  });
}

async function noteSeen(writer: Pick<Drizzle, "insert">, gatewayId: string): Promise<void> {
  const seenAt = sql`now()`;
  await writer
    .insert(gateways)
    .values({ id: gatewayId, seenAt })
    .onConflictDoUpdate({ target: gateways.id, set: { seenAt } });
}

async function reserve(
  tx: Transaction,
  { executionId, gatewayId, estimate }: Parameters<BudgetStore["reserve"]>[0],
): ReturnType<BudgetStore["reserve"]> {
  const place = await findPlace(tx, { executionId });
  const { taskId, projectId } = place;
  // Whoever reserves is there, whenever it was last heard of: after an outage of the database, for example.
  await noteSeen(tx, gatewayId);
  // Taken by a statement of its own: the next one sees what the holder before us has stored.
  await tx.execute(sql`select pg_advisory_xact_lock(hashtextextended(${`budget ${projectId}`}, 0))`);
  const judged = judgeBudget(await measure(tx, place));
  if (judged.kind !== "granted") {
    return judged;
  }
  const values = { executionId, taskId, projectId, gatewayId, usd: estimate.usd, tokens: estimate.tokens };
  const [row] = await tx.insert(agentSpendings).values(values).returning({ id: agentSpendings.id });
  return { ...judged, id: row?.id as string };
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
