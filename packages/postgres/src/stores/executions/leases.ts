import { CatalystError, type Lease, TaskStatus } from "@catalyst/core";
import type { Transaction } from "../../database.ts";
import { and, eq, isNull, lt, or, sql } from "../../drizzle.ts";
import { agentExecutions } from "../../schema/executions.ts";

export const isFree = or(isNull(agentExecutions.leaseExpiresAt), lt(agentExecutions.leaseExpiresAt, sql`now()`));
export const isUnfinished = isNull(agentExecutions.endedAt);
export const inSeconds = (seconds: number) => sql`now() + make_interval(secs => ${seconds})`;
/** What a row gets that a worker takes. */
export const leaseTo = ({ workerId, leaseSeconds }: { workerId: string; leaseSeconds: number }) => ({
  epoch: sql`${agentExecutions.epoch} + 1`,
  leasedBy: workerId,
  leaseExpiresAt: inSeconds(leaseSeconds),
});
export const isMine = (lease: Lease) =>
  and(eq(agentExecutions.id, lease.executionId), eq(agentExecutions.epoch, lease.epoch), isUnfinished);

/** Locks the execution for this transaction, or throws `lease_lost`. */
export async function lockMine(tx: Transaction, lease: Lease): Promise<{ state: TaskStatus; taskId: string }> {
  const [row] = await tx
    .select({ state: agentExecutions.state, taskId: agentExecutions.taskId })
    .from(agentExecutions)
    .where(isMine(lease))
    .for("update");
  if (row === undefined) {
    throw new CatalystError(
      "lease_lost",
      `Writing execution ${lease.executionId} was refused: another worker has taken it over, or it has ended.`,
    );
  }
  return { state: TaskStatus.parse(row.state), taskId: row.taskId };
}
