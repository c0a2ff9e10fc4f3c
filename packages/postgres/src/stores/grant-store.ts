import { Grant, type GrantStore } from "@catalyst/core";
import type { Database, Drizzle } from "../database.ts";
import { and, eq, gt, isNull, sql } from "../drizzle.ts";
import { agentGrants } from "../schema/executions.ts";
import { lockMine } from "./execution-store.ts";
import { hideValues } from "./hide-values.ts";

/** Grants in PostgreSQL: the hash of a token, never the token. */
export function postgresGrantStore({ drizzle }: Database): GrantStore {
  return hideValues<GrantStore>({
    issue: (grant, epoch) =>
      drizzle.transaction(async (tx) => {
        await lockMine(tx, { executionId: grant.executionId, epoch });
        await endStage(tx, grant);
        const { llm, ...rest } = grant;
        await tx
          .insert(agentGrants)
          .values({ ...rest, llmProvider: llm?.provider ?? null, credentialId: llm?.credentialId ?? null });
      }),
    endStage: (input) => endStage(drizzle, input),
    async findLive(tokenHash) {
      const [row] = await drizzle
        .select()
        .from(agentGrants)
        .where(
          and(eq(agentGrants.tokenHash, tokenHash), isNull(agentGrants.endedAt), gt(agentGrants.expiresAt, sql`now()`)),
        );
      if (row === undefined) {
        return null;
      }
      const { llmProvider, credentialId, ...rest } = row;
      return Grant.parse({ ...rest, llm: llmProvider === null ? null : { provider: llmProvider, credentialId } });
    },
  });
}

async function endStage(
  db: Pick<Drizzle, "update">,
  { executionId, stage }: Pick<Grant, "executionId" | "stage">,
): Promise<void> {
  const isLive = and(
    eq(agentGrants.executionId, executionId),
    eq(agentGrants.stage, stage),
    isNull(agentGrants.endedAt),
  );
  await db.update(agentGrants).set({ endedAt: sql`now()` }).where(isLive);
}
