import type { Decision, Lease } from "@catalyst/core";
import type { Transaction } from "../../database.ts";
import { and, asc, eq, inArray, isNull, notInArray, sql } from "../../drizzle.ts";
import type { NoteChange } from "../../feed/change-tasks.ts";
import { agentExecutions } from "../../schema/executions.ts";
import { agentCredentials, agentTasks } from "../../schema/tasks.ts";
import { lockMine } from "./leases.ts";

/**
 * Whoever of a race comes second finds that it is decided for. All executions are locked before their task, as by whoever ends
 * one of them.
 */
export async function resolveExecutions(
  tx: Transaction,
  note: NoteChange,
  { lease, decision }: { lease: Lease; decision: Decision },
): Promise<void> {
  const ids = decision.executions.map(({ id }) => id);
  const { id: one } = agentExecutions;
  await tx.select({ one }).from(agentExecutions).where(inArray(one, ids)).orderBy(asc(one)).for("update");
  const { taskId } = await lockMine(tx, lease);
  await tx.select({ id: agentTasks.id }).from(agentTasks).where(eq(agentTasks.id, taskId)).for("update");
  let count = 0;
  for (const { id, ...decided } of decision.executions) {
    const isUndecided = and(eq(agentExecutions.id, id), isNull(agentExecutions.resolution));
    const rows = await tx.update(agentExecutions).set(decided).where(isUndecided).returning({ id: agentExecutions.id });
    count += rows.length;
    if (rows.length > 0) {
      const { agentType, model } = decided;
      note({ taskId, actor: null, body: { type: "execution_resolved", executionId: id, agentType, model } });
    }
  }
  if (decision.task !== null && count > 0) {
    await tx.update(agentTasks).set(decision.task).where(eq(agentTasks.id, taskId));
  }
  const chosen = tx
    .select({ id: sql`(${agentExecutions.resolution} -> 'credential' ->> 'id')::uuid` })
    .from(agentExecutions)
    .where(
      and(eq(agentExecutions.taskId, taskId), sql`${agentExecutions.resolution} -> 'credential' ->> 'id' is not null`),
    );
  await tx
    .delete(agentCredentials)
    .where(and(eq(agentCredentials.taskId, taskId), notInArray(agentCredentials.id, chosen)));
}
