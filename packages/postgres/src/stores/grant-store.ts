import { Grant, type GrantStore } from "@catalyst/core";
import type { Database } from "../database.ts";
import { and, eq, gt, isNull, lt, sql } from "../drizzle.ts";
import { agentGrants } from "../schema/executions.ts";
import { hideValues } from "./hide-values.ts";
import { lockMine } from "./leases.ts";

const CHANNEL = "catalyst_grants";
const isLive = and(isNull(agentGrants.endedAt), gt(agentGrants.expiresAt, sql`now()`));

/** Grants in PostgreSQL: the hash of a token, never the token. */
export function postgresGrantStore({ drizzle, listener }: Database): GrantStore {
  return hideValues<GrantStore>({
    issue: (grant, epoch) =>
      drizzle.transaction(async (tx) => {
        await lockMine(tx, { executionId: grant.executionId, epoch });
        const { executionId, stageNumber, holder } = grant;
        const isSame = and(eq(agentGrants.stageNumber, stageNumber), eq(agentGrants.holder, holder));
        await tx
          .update(agentGrants)
          .set({ endedAt: sql`now()` })
          .where(and(isLiveOf(executionId), isSame));
        const { llm, ...rest } = grant;
        await tx
          .insert(agentGrants)
          .values({ ...rest, llmProvider: llm?.provider ?? null, credentialId: llm?.credentialId ?? null });
        await tx.execute(sql`select pg_notify(${CHANNEL}, '')`);
      }),
    async endEarlier({ executionId, stageNumber }) {
      const isEarlier = and(isLiveOf(executionId), lt(agentGrants.stageNumber, stageNumber));
      await drizzle.update(agentGrants).set({ endedAt: sql`now()` }).where(isEarlier);
    },
    async findLive(tokenHash) {
      const [row] = await drizzle
        .select()
        .from(agentGrants)
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
        .where(isLive);
      return rows.map(({ executionId }) => executionId);
    },
    async watch(onChange) {
      const stop = await listener.listen(CHANNEL, () => onChange());
      return async () => stop();
    },
  });
}

function isLiveOf(executionId: string) {
  return and(eq(agentGrants.executionId, executionId), isNull(agentGrants.endedAt));
}
