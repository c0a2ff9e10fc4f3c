import { AgentTask, CatalystError, isFinal, type NewExecution, type TaskStore } from "@catalyst/core";
import { and, desc, eq, inArray, isNull, lt, notInArray, type SQL, sql } from "drizzle-orm";
import type { Database, Drizzle } from "../database.ts";
import type { Queue } from "../queue.ts";
import { agentCredentials, agentExecutions, agentTasks } from "../schema/schema.ts";

const FINAL = ["completed", "failed", "cancelled"];
const MIN_PREFIX_LENGTH = 4;

/** Tasks in PostgreSQL. What makes work wakes a worker in the same transaction. */
export function postgresTaskStore({ drizzle }: Database, queue: Pick<Queue, "wake">): TaskStore {
  const addExecution = async (tx: Pick<Drizzle, "insert" | "execute">, execution: NewExecution) => {
    await tx.insert(agentExecutions).values(execution);
    await queue.wake(tx, execution.id);
  };
  return {
    create({ task, execution, credential, dedupeKey }) {
      return drizzle.transaction(async (tx) => {
        // The lock makes two requests with one key wait for each other instead of failing on the unique index.
        await tx.execute(sql`select pg_advisory_xact_lock(hashtextextended(${dedupeKey ?? task.id}, 0))`);
        const same = dedupeKey === null ? [] : await tx.select().from(agentTasks).where(and(eq(agentTasks.dedupeKey, dedupeKey), notInArray(agentTasks.status, FINAL)));
        if (same[0] !== undefined) {
          return { task: AgentTask.parse(same[0]), created: false };
        }
        const [row] = await tx.insert(agentTasks).values({ ...task, dedupeKey }).returning();
        if (credential !== null) {
          await tx.insert(agentCredentials).values(credential);
        }
        await addExecution(tx, execution);
        return { task: AgentTask.parse(row), created: true };
      });
    },
    async get(id) {
      const [row] = await drizzle.select().from(agentTasks).where(eq(agentTasks.id, id));
      return row === undefined ? null : AgentTask.parse(row);
    },
    async find(reference) {
      const rows = await drizzle.select().from(agentTasks).where(matches(reference)).orderBy(desc(agentTasks.number)).limit(20);
      return rows.map((row) => AgentTask.parse(row));
    },
    async list({ statuses, repoId, limit, beforeNumber }) {
      const conditions = [
        statuses && inArray(agentTasks.status, statuses),
        repoId === undefined ? undefined : eq(agentTasks.repoId, repoId),
        beforeNumber === undefined ? undefined : lt(agentTasks.number, beforeNumber),
      ];
      const rows = await drizzle.select().from(agentTasks).where(and(...conditions)).orderBy(desc(agentTasks.number)).limit(limit);
      return rows.map((row) => AgentTask.parse(row));
    },
    retry({ taskId, execution, credential }) {
      return drizzle.transaction(async (tx) => {
        const [row] = await tx
          .update(agentTasks)
          .set({ status: "pending", failureReason: null, errorMessage: null, resultPayload: null, cancelRequestedAt: null, completedAt: null })
          .where(and(eq(agentTasks.id, taskId), inArray(agentTasks.status, ["failed", "cancelled"])))
          .returning();
        if (row === undefined) {
          return null;
        }
        if (credential !== null) {
          await tx.insert(agentCredentials).values(credential);
        }
        await addExecution(tx, execution);
        return AgentTask.parse(row);
      });
    },
    requestCancel(taskId) {
      return drizzle.transaction(async (tx) => {
        await tx
          .update(agentTasks)
          .set({ cancelRequestedAt: sql`coalesce(${agentTasks.cancelRequestedAt}, now())` })
          .where(and(eq(agentTasks.id, taskId), notInArray(agentTasks.status, FINAL)));
        const [row] = await tx.select().from(agentTasks).where(eq(agentTasks.id, taskId));
        if (row === undefined) {
          return null;
        }
        const task = AgentTask.parse(row);
        const running = await tx.select({ id: agentExecutions.id }).from(agentExecutions).where(and(eq(agentExecutions.taskId, taskId), isNull(agentExecutions.endedAt)));
        for (const { id } of isFinal(task.status) ? [] : running) {
          await queue.wake(tx, id);
        }
        return task;
      });
    },
  };
}

function matches(reference: string): SQL {
  if (/^#?\d{1,9}$/.test(reference)) {
    return eq(agentTasks.number, Number(reference.replace("#", "")));
  }
  if (!/^[0-9a-f-]+$/i.test(reference) || reference.length < MIN_PREFIX_LENGTH) {
    throw new CatalystError("invalid_input", `Finding the task "${reference}" failed: give its number, or at least ${MIN_PREFIX_LENGTH} characters of its id. List them: catalyst tasks list`);
  }
  return sql`starts_with(${agentTasks.id}::text, ${reference.toLowerCase()})`;
}
