import type { SubscriptionStore } from "@catalyst/core";
import type { Database } from "../../database.ts";
import { and, eq, isNull, or, sql } from "../../drizzle.ts";
import { agentCredentials } from "../../schema/tasks.ts";
import { hideValues } from "../hide-values.ts";
import { withLock } from "../with-lock.ts";

/** Longer than a refresh takes at most: who waits longer waits for a process that stands still. */
const LOCK_SECONDS = 90;

/** What is known of subscriptions beside their envelopes, in PostgreSQL. */
export function postgresSubscriptionStore(db: Database): SubscriptionStore {
  const { drizzle } = db;
  const change = async (id: string, fields: Partial<typeof agentCredentials.$inferInsert>) => {
    await drizzle.update(agentCredentials).set(fields).where(eq(agentCredentials.id, id));
  };
  return hideValues<SubscriptionStore>({
    withRefreshLock: (id, work) =>
      withLock(db, { expression: "hashtextextended($1, 0)", value: `refresh ${id}`, waitSeconds: LOCK_SECONDS }, work),
    async beginRefresh(id, { minAgeSeconds }) {
      const isOldEnough = or(
        isNull(agentCredentials.refreshedAt),
        sql`${agentCredentials.refreshedAt} <= now() - make_interval(secs => ${minAgeSeconds})`,
      );
      const begun = await drizzle
        .update(agentCredentials)
        .set({ refreshBeganAt: sql`now()` })
        .where(and(eq(agentCredentials.id, id), isNull(agentCredentials.refreshBeganAt), isOldEnough))
        .returning({ id: agentCredentials.id });
      if (begun.length === 1) {
        return "begun";
      }
      const [row] = await drizzle
        .select({ began: agentCredentials.refreshBeganAt })
        .from(agentCredentials)
        .where(eq(agentCredentials.id, id));
      return row?.began == null ? "too_soon" : "unknown";
    },
    undoRefresh: (id) => change(id, { refreshBeganAt: null }),
    requireSignIn: (id, signInNeeded) => change(id, { signInNeeded, refreshBeganAt: null }),
    noteLimit: (id, limit) => change(id, { limit }),
  });
}
