import { Grant, GrantHolder, type GrantStore, type PlannedGrant, type StageBegin } from "@catalyst/core";
import type { Database, Transaction } from "../../database.ts";
import { and, eq, getTableColumns, gt, isNull, lt, or, sql } from "../../drizzle.ts";
import { agentExecutions, agentGrants } from "../../schema/executions.ts";
import { hideValues } from "../hide-values.ts";
import { lockMine } from "./leases.ts";

const CHANNEL = "catalyst_grants";
const isUnended = isNull(agentGrants.endedAt);
const isToBegin = and(isUnended, isNull(agentGrants.tokenHash));
const isLive = and(isUnended, gt(agentGrants.expiresAt, sql`now()`));

/** Grants in PostgreSQL: the hash of a token, never the token. */
export function postgresGrantStore({ drizzle, listener }: Database): GrantStore {
  return hideValues<GrantStore>({
    plan: (lease, grants) =>
      drizzle.transaction(async (tx) => {
        await lockMine(tx, lease);
        await tx.delete(agentGrants).where(and(eq(agentGrants.executionId, lease.executionId), isToBegin));
        if (grants.length > 0) {
          // A stage that has begun has its rows already.
          await tx.insert(agentGrants).values(grants.map(toRow)).onConflictDoNothing();
        }
        await tx.execute(sql`select pg_notify(${CHANNEL}, '')`);
      }),
    begin: (stage) => drizzle.transaction((tx) => begin(tx, stage)),
    async findLive(tokenHash) {
      const [row] = await drizzle
        .select({ ...getTableColumns(agentGrants), agentType: agentExecutions.agentType })
        .from(agentGrants)
        .innerJoin(agentExecutions, eq(agentExecutions.id, agentGrants.executionId))
        .where(and(eq(agentGrants.tokenHash, tokenHash), isLive));
      if (row === undefined) {
        return null;
      }
      const { llmProvider, credentialId, ...rest } = row;
      return Grant.parse({ ...rest, llm: llmProvider === null ? null : { provider: llmProvider, credentialId } });
    },
    async listExecutions() {
      const rows = await drizzle
        .selectDistinct({ executionId: agentGrants.executionId })
        .from(agentGrants)
        .where(or(isLive, isToBegin));
      return rows.map(({ executionId }) => executionId);
    },
    async watch(onChange) {
      const stop = await listener.listen(CHANNEL, () => onChange());
      return async () => stop();
    },
  });
}

function toRow({ llm, ...rest }: PlannedGrant) {
  return { ...rest, llmProvider: llm?.provider ?? null, credentialId: llm?.credentialId ?? null };
}

async function begin(
  tx: Transaction,
  { executionId, stageNumber, tokenHashes }: StageBegin,
): ReturnType<GrantStore["begin"]> {
  const isUnendedOf = and(eq(agentGrants.executionId, executionId), isUnended);
  let taskId: string | null = null;
  for (const holder of GrantHolder.options) {
    const [row] = await tx
      .update(agentGrants)
      .set({ tokenHash: tokenHashes[holder], expiresAt: sql`now() + make_interval(secs => ${agentGrants.seconds})` })
      .where(and(isUnendedOf, eq(agentGrants.stageNumber, stageNumber), eq(agentGrants.holder, holder)))
      .returning({ taskId: agentGrants.taskId });
    taskId = row?.taskId ?? taskId;
  }
  if (taskId === null) {
    return null;
  }
  await tx
    .update(agentGrants)
    .set({ endedAt: sql`now()` })
    .where(and(isUnendedOf, lt(agentGrants.stageNumber, stageNumber)));
  return { taskId };
}
