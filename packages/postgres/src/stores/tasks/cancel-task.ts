import { type Actor, AgentTask, type CancelReason, endOfLost, isFinal } from "@catalyst/core";
import type { Transaction } from "../../database.ts";
import { and, eq, inArray, isNull, notInArray, sql } from "../../drizzle.ts";
import type { NoteChange } from "../../feed/change-tasks.ts";
import { agentExecutions } from "../../schema/executions.ts";
import { agentTasks } from "../../schema/tasks.ts";

export const FINAL = ["completed", "failed", "cancelled", "refused"];
const WAITING = ["awaiting_approval", "paused_budget"];

/** Asks for the end of what runs, and ends what waits. `running`: the executions that are still to be ended. */
export async function cancelTask(
  tx: Transaction,
  note: NoteChange,
  why: { taskId: string; actor: Actor } & CancelReason,
): Promise<{ task: AgentTask | null; running: string[] }> {
  const task = await markCancelled(tx, note, why);
  return { task, running: task === null || isFinal(task.status) ? [] : await listUnfinished(tx, why.taskId) };
}

async function markCancelled(
  tx: Transaction,
  note: NoteChange,
  { taskId, actor, isRepositoryLost = false, ending }: { taskId: string; actor: Actor } & CancelReason,
): Promise<AgentTask | null> {
  const isOpen = and(
    eq(agentTasks.id, taskId),
    notInArray(agentTasks.status, FINAL),
    isNull(agentTasks.cancelRequestedAt),
  );
  const asked = await tx
    .update(agentTasks)
    .set({ cancelRequestedAt: sql`now()`, isRepositoryLost, ...(ending === undefined ? {} : { ending }) })
    .where(isOpen)
    .returning({ id: agentTasks.id });
  if (asked.length > 0) {
    note({ taskId, actor, body: { type: "cancel_asked" } });
  }
  // Nothing of a task that waits runs: there is nothing to end first.
  const isWaiting = and(eq(agentTasks.id, taskId), inArray(agentTasks.status, WAITING));
  const [waiting] = await tx.select().from(agentTasks).where(isWaiting).for("update");
  if (waiting !== undefined) {
    const { state: status, ...end } = endOfWaiting(AgentTask.parse(waiting), isRepositoryLost);
    await tx
      .update(agentTasks)
      .set({ status, ...end, completedAt: sql`now()` })
      .where(eq(agentTasks.id, taskId));
    note({ taskId, actor, body: { type: "status", status, failureReason: end.failureReason } });
  }
  const [row] = await tx.select().from(agentTasks).where(eq(agentTasks.id, taskId));
  return row === undefined ? null : AgentTask.parse(row);
}

function endOfWaiting(task: AgentTask, isRepositoryLost: boolean) {
  return isRepositoryLost
    ? endOfLost(task, task.resultPayload)
    : { state: "cancelled" as const, failureReason: null, errorMessage: null, way: null };
}

async function listUnfinished(tx: Transaction, taskId: string): Promise<string[]> {
  const isUnfinished = and(eq(agentExecutions.taskId, taskId), isNull(agentExecutions.endedAt));
  const rows = await tx.select({ id: agentExecutions.id }).from(agentExecutions).where(isUnfinished);
  return rows.map(({ id }) => id);
}
