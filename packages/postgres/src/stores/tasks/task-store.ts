import {
  type Actor,
  AgentTask,
  CatalystError,
  type NewExecution,
  TaskBefore,
  TaskOutline,
  type TaskPatch,
  type TaskStatus,
  type TaskStore,
  tooManyMessages,
} from "@catalyst/core";
import type { SQL } from "drizzle-orm";
import type { Database, Drizzle, Transaction } from "../../database.ts";
import { and, desc, eq, getTableColumns, inArray, isNotNull, isNull, max, notInArray, or, sql } from "../../drizzle.ts";
import { changeTasks } from "../../feed/change-tasks.ts";
import { executionAdded } from "../../feed/execution-added.ts";
import { projectEnvironments, repos } from "../../schema/accounts.ts";
import { agentExecutions } from "../../schema/executions.ts";
import { agentTasks } from "../../schema/tasks.ts";
import { postgresWakeUps, type WakeUps } from "../../wake-ups.ts";
import { insertCredential } from "../accounts/credential-store.ts";
import { AGENT_ENVIRONMENT } from "../accounts/ensure-project.ts";
import { isTaskOf } from "../accounts/of-projects.ts";
import { cleanText } from "../clean-text.ts";
import { hideValues, violation } from "../hide-values.ts";
import { cancelTask, FINAL } from "./cancel-task.ts";
import { addMessage } from "./message-store.ts";
import { isWanted } from "./task-filter.ts";

const MIN_PREFIX_LENGTH = 4;
/** Of each task, what is about a megabyte less. */
const { contextPayload: _context, asked: _asked, askedHead: _head, ...OUTLINE } = getTableColumns(agentTasks);
/** Any constant will do, as long as nobody else in the database uses it. */
const NUMBER_LOCK = 5_201_316;

/** Tasks in PostgreSQL. What makes work wakes a worker in the same transaction. */
export function postgresTaskStore(db: Database, wakeUps: Pick<WakeUps, "wake"> = postgresWakeUps(db)): TaskStore {
  const { drizzle } = db;
  /** `place`: among those that begin with it. Their time is the same one, and their order is how people name them. */
  const addExecution = async (
    tx: Transaction,
    execution: NewExecution,
    { before = null, place = 0 }: { before?: TaskBefore | null; place?: number },
  ) => {
    const startedAt = sql`now() + ${place} * interval '1 microsecond'`;
    await tx.insert(agentExecutions).values({ ...cleanText(execution), before, startedAt });
    await wakeUps.wake(tx, execution.id);
  };
  return hideValues<TaskStore>({
    create({ task, executions, credentials, dedupeKey, actor }) {
      return changeTasks(drizzle, async (tx, note) => {
        // The lock makes two requests with one key wait for each other instead of failing on the unique index.
        await tx.execute(sql`select pg_advisory_xact_lock(hashtextextended(${dedupeKey ?? task.id}, 0))`);
        const same = dedupeKey === null ? undefined : await findUnfinished(tx, dedupeKey);
        if (same !== undefined) {
          return { task: AgentTask.parse(same), created: false };
        }
        const number = await takeNumber(tx);
        const [row] = await tx
          .insert(agentTasks)
          .values({ ...cleanText(task), environmentId: environmentOf(tx, task.repoId), dedupeKey, number })
          .returning();
        note({ taskId: task.id, actor, body: { type: "created" } });
        for (const credential of credentials) {
          await insertCredential(tx, credential);
        }
        for (const [place, execution] of executions.entries()) {
          await addExecution(tx, execution, { place });
          note(executionAdded(execution, actor));
        }
        return { task: AgentTask.parse(row), created: true };
      });
    },
    ...readTasks(drizzle),
    continue({ taskId, from, execution, credentials, patch, actor, message, changes }) {
      return changeTasks(drizzle, async (tx, note) => {
        const [found] = await tx.select().from(agentTasks).where(eq(agentTasks.id, taskId)).for("update");
        const row = await makePending(tx, { taskId, from, patch: cleanText(patch) });
        if (found === undefined || row === undefined) {
          return null;
        }
        for (const credential of credentials) {
          await insertCredential(tx, credential);
        }
        if (message !== undefined && (await addMessage(tx, note, { taskId, said: message, actor })) === null) {
          throw tooManyMessages(found);
        }
        await addExecution(tx, execution, { before: TaskBefore.parse(found) });
        for (const body of changes) {
          note({ taskId, actor, body });
        }
        note(executionAdded(execution, actor));
        note({ taskId, actor, body: { type: "status", status: "pending", failureReason: null } });
        return AgentTask.parse(row);
      });
    },
    setArchived: (taskId, actor, isArchived) => setArchived(drizzle, { taskId, actor, isArchived }),
    ...endTasks(drizzle, wakeUps),
  });
}

function readTasks(drizzle: Drizzle): Pick<TaskStore, "get" | "find" | "list" | "count"> {
  return {
    async get(id) {
      const [row] = await drizzle.select().from(agentTasks).where(eq(agentTasks.id, id));
      return row === undefined ? null : AgentTask.parse(row);
    },
    async find({ reference, projects }) {
      const rows = await drizzle
        .select()
        .from(agentTasks)
        .where(and(isTaskOf(drizzle, projects), matches(reference)))
        .orderBy(desc(agentTasks.number))
        .limit(20);
      return rows.map((row) => AgentTask.parse(row));
    },
    async list({ limit, ...filter }) {
      const rows = await drizzle
        .select(OUTLINE)
        .from(agentTasks)
        .where(isWanted(drizzle, filter))
        .orderBy(desc(agentTasks.number))
        .limit(limit);
      return rows.map((row) => TaskOutline.parse(row));
    },
    async count({ limit, ...filter }) {
      const counted = drizzle
        .select({ id: agentTasks.id })
        .from(agentTasks)
        .where(isWanted(drizzle, filter))
        .limit(limit)
        .as("counted");
      const [row] = await drizzle.select({ count: sql<number>`count(*)::int` }).from(counted);
      return row?.count ?? 0;
    },
  };
}

function endTasks(drizzle: Drizzle, wakeUps: Pick<WakeUps, "wake">): Pick<TaskStore, "noteEnding" | "requestCancel"> {
  return {
    noteEnding: (taskId, actor, ending) =>
      changeTasks(drizzle, async (tx, note) => {
        const [row] = await tx.update(agentTasks).set({ ending }).where(eq(agentTasks.id, taskId)).returning();
        if (row === undefined) {
          return null;
        }
        note({ taskId, actor, body: { type: "ending_noted", why: ending.why } });
        return AgentTask.parse(row);
      }),
    requestCancel: (taskId, actor, why = {}) =>
      changeTasks(drizzle, async (tx, note) => {
        const { task, running } = await cancelTask(tx, note, { taskId, actor, ...why });
        for (const id of running) {
          await wakeUps.wake(tx, id);
        }
        return task;
      }),
  };
}

function setArchived(
  drizzle: Drizzle,
  { taskId, actor, isArchived }: { taskId: string; actor: Actor; isArchived: boolean },
): Promise<AgentTask | null> {
  return changeTasks(drizzle, async (tx, note) => {
    const isOther = isArchived
      ? and(isNull(agentTasks.archivedAt), inArray(agentTasks.status, FINAL))
      : isNotNull(agentTasks.archivedAt);
    const changed = await tx
      .update(agentTasks)
      .set({ archivedAt: isArchived ? sql`now()` : null })
      .where(and(eq(agentTasks.id, taskId), isOther))
      .returning({ id: agentTasks.id });
    if (changed.length > 0) {
      note({ taskId, actor, body: { type: "archived", isArchived } });
    }
    const [row] = await tx.select().from(agentTasks).where(eq(agentTasks.id, taskId));
    return row === undefined ? null : AgentTask.parse(row);
  });
}

/**
 * The next number, which is this transaction's until it ends: a sequence would leave gaps after a crash and for what was
 * never stored, and people ask what became of the tasks between.
 */
async function takeNumber(tx: Transaction): Promise<number> {
  await tx.execute(sql`select pg_advisory_xact_lock(${NUMBER_LOCK})`);
  const [row] = await tx.select({ newest: max(agentTasks.number) }).from(agentTasks);
  return (row?.newest ?? 0) + 1;
}

/** Where the agents of the repository's project work. */
function environmentOf(tx: Transaction, repoId: string) {
  const place = tx
    .select({ id: projectEnvironments.id })
    .from(projectEnvironments)
    .innerJoin(repos, eq(repos.projectId, projectEnvironments.projectId))
    .where(and(eq(repos.id, repoId), eq(projectEnvironments.name, AGENT_ENVIRONMENT)));
  return sql`(${place})`;
}

async function findUnfinished(tx: Transaction, dedupeKey: string) {
  const isSame = and(eq(agentTasks.dedupeKey, dedupeKey), notInArray(agentTasks.status, FINAL));
  const [row] = await tx.select().from(agentTasks).where(isSame);
  return row;
}

async function makePending(
  tx: Transaction,
  { taskId, from, patch }: { taskId: string; from: readonly TaskStatus[]; patch: TaskPatch },
) {
  const blank = {
    failureReason: null,
    errorMessage: null,
    way: null,
    resultPayload: null,
    cancelRequestedAt: null,
    isRepositoryLost: false,
    archivedAt: null,
    ending: null,
    startedAt: null,
    completedAt: null,
  };
  try {
    const [row] = await tx
      .update(agentTasks)
      .set({ ...blank, ...patch, status: "pending" })
      .where(and(eq(agentTasks.id, taskId), inArray(agentTasks.status, [...from])))
      .returning();
    return row;
  } catch (error) {
    if (violation(error).constraint === "agent_tasks_dedupe_unique") {
      throw new CatalystError(
        "conflict",
        "Retrying the task failed: a newer task for the same request is unfinished.",
        { way: { kind: "see_list", of: "tasks" } },
      );
    }
    throw error;
  }
}

function matches(reference: string): SQL | undefined {
  const isNumber = /^#?\d{1,9}$/.test(reference)
    ? eq(agentTasks.number, Number(reference.replace("#", "")))
    : undefined;
  if (/^[0-9a-f-]+$/i.test(reference) && reference.length >= MIN_PREFIX_LENGTH) {
    return or(isNumber, sql`starts_with(${agentTasks.id}::text, ${reference.toLowerCase()})`);
  }
  if (isNumber === undefined) {
    throw new CatalystError(
      "invalid_input",
      `Finding the task "${reference}" failed: give its number, or at least ${MIN_PREFIX_LENGTH} characters of its id.`,
      { way: { kind: "see_list", of: "tasks" } },
    );
  }
  return isNumber;
}
