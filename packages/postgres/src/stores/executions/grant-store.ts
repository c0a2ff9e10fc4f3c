import { Grant, GrantHolder, type GrantStore, type PlannedGrant, type PodPlace, type StageBegin } from "@catalyst/core";
import type { Database, Transaction } from "../../database.ts";
import { and, eq, getTableColumns, gt, isNull, lt, notExists, or, sql } from "../../drizzle.ts";
import { agentExecutions, agentGrants, environmentJobs } from "../../schema/executions.ts";
import { hideValues } from "../hide-values.ts";
import { lockMine } from "./leases.ts";

const CHANNEL = "catalyst_grants";
const isUnended = isNull(agentGrants.endedAt);
const isToBegin = and(isUnended, isNull(agentGrants.tokenHash));
const isLive = and(isUnended, gt(agentGrants.expiresAt, sql`now()`));

/** Grants in PostgreSQL: the hash of a token, never the token. */
export function postgresGrantStore({ drizzle, listener }: Database): GrantStore {
  const jobsOfPod = drizzle
    .select({ number: environmentJobs.stageNumber })
    .from(environmentJobs)
    .where(eq(environmentJobs.executionId, agentGrants.executionId));
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
    begin: (stage) => drizzle.transaction((tx) => beginStage(tx, stage, null)),
    async use(tokenHash) {
      const used = await drizzle
        .update(agentGrants)
        .set({ usedAt: sql`coalesce(${agentGrants.usedAt}, now())` })
        .where(and(eq(agentGrants.tokenHash, tokenHash), isLive))
        .returning({ id: agentGrants.id });
      return used.length > 0;
    },
    async findLive(tokenHash) {
      const [row] = await drizzle
        .select({ ...getTableColumns(agentGrants), agentType: agentExecutions.agentType })
        .from(agentGrants)
        .innerJoin(agentExecutions, eq(agentExecutions.id, agentGrants.executionId))
        .where(and(eq(agentGrants.tokenHash, tokenHash), isLive));
      if (row === undefined) {
        return null;
      }
      const { llmProvider, credentialId, podUid, podAddress, usedAt, ...rest } = row;
      return Grant.parse({
        ...rest,
        llm: llmProvider === null ? null : { provider: llmProvider, credentialId },
        pod: podUid === null ? null : { uid: podUid, address: podAddress },
        isUsed: usedAt !== null,
      });
    },
    async listExecutions() {
      const rows = await drizzle
        .selectDistinct({ executionId: agentGrants.executionId })
        .from(agentGrants)
        .where(and(or(isLive, isToBegin), notExists(jobsOfPod)));
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

/** As GrantStore's `begin`; the tokens of a pod count from it alone. */
export async function beginStage(
  tx: Transaction,
  { executionId, stageNumber, tokenHashes }: StageBegin,
  pod: PodPlace | null,
): ReturnType<GrantStore["begin"]> {
  const isUnendedOf = and(eq(agentGrants.executionId, executionId), isUnended);
  let taskId: string | null = null;
  for (const holder of GrantHolder.options) {
    const [row] = await tx
      .update(agentGrants)
      .set({
        ...{ tokenHash: tokenHashes[holder], podUid: pod?.uid ?? null, podAddress: pod?.address ?? null },
        expiresAt: sql`now() + make_interval(secs => ${agentGrants.seconds})`,
      })
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
