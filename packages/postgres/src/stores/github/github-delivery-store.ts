import { type DeliveryOutcome, GitHubDelivery, type GitHubDeliveryStore } from "@catalyst/core/forge";
import type { Database, Drizzle } from "../../database.ts";
import { and, eq, inArray, isNotNull, lt, or, sql } from "../../drizzle.ts";
import { githubDeliveries } from "../../schema/github.ts";
import { endOf } from "../end-of.ts";
import { hideValues } from "../hide-values.ts";
import { addDeliveries, DELIVERIES_CHANNEL } from "./add-deliveries.ts";

/** What GitHubs told, in PostgreSQL. */
export function postgresGitHubDeliveryStore({ drizzle, pool, listener }: Database): GitHubDeliveryStore {
  return hideValues<GitHubDeliveryStore>({
    add: (deliveries) => addDeliveries(pool, deliveries),
    async findKnown(appId, guids) {
      const rows = await drizzle
        .select({ guid: githubDeliveries.guid })
        .from(githubDeliveries)
        .where(and(eq(githubDeliveries.appId, appId), inArray(githubDeliveries.guid, [...guids])));
      return rows.map(({ guid }) => guid);
    },
    async measureWaiting() {
      const [waiting] = await drizzle
        .select({
          count: sql<number>`count(*)::int`,
          bytes: sql<number>`coalesce(sum(${githubDeliveries.bodyBytes}), 0)::float8`,
        })
        .from(githubDeliveries)
        .where(isWaiting);
      return { count: waiting?.count ?? 0, bytes: waiting?.bytes ?? 0 };
    },
    claimNext: (input) => claimDelivery(drizzle, input),
    async renew(delivery, { leaseSeconds }) {
      const { rowCount } = await drizzle
        .update(githubDeliveries)
        .set({ leasedUntil: endOf(leaseSeconds) })
        .where(and(isClaimed(delivery), isNotNull(githubDeliveries.leasedUntil)));
      return rowCount === 1;
    },
    async settle(delivery, outcome) {
      const settled = await drizzle
        .update(githubDeliveries)
        .set({ reason: outcome.reason, leasedUntil: null, ...patchOf(outcome) })
        .where(isClaimed(delivery))
        .returning({ number: githubDeliveries.number });
      return settled.length === 1;
    },
    async removeSettled({ ignoredBefore, decidedBefore }) {
      const { state, settledAt } = githubDeliveries;
      const isOver = or(
        and(eq(state, "ignored"), lt(settledAt, ignoredBefore)),
        and(inArray(state, ["decided", "failed"]), lt(settledAt, decidedBefore)),
      );
      const { rowCount } = await drizzle.delete(githubDeliveries).where(isOver);
      return rowCount ?? 0;
    },
    watch: (onAdded) => listener.listen(DELIVERIES_CHANNEL, () => onAdded()),
  });
}

const isWaiting = eq(githubDeliveries.state, "waiting");

function isClaimed({ number, attempts }: Pick<GitHubDelivery, "number" | "attempts">) {
  return and(eq(githubDeliveries.number, number), eq(githubDeliveries.attempts, attempts), isWaiting);
}

/** A claim is a lease in the row, not an open transaction: GitHub is asked meanwhile, and may take long. */
async function claimDelivery(
  drizzle: Drizzle,
  { leaseSeconds }: Parameters<GitHubDeliveryStore["claimNext"]>[0],
): Promise<GitHubDelivery | null> {
  const next = drizzle
    .select({ number: githubDeliveries.number })
    .from(githubDeliveries)
    .where(
      and(
        isWaiting,
        sql`${githubDeliveries.dueAt} <= now()`,
        sql`coalesce(${githubDeliveries.leasedUntil} <= now(), true)`,
      ),
    )
    .orderBy(githubDeliveries.number)
    .limit(1)
    .for("update", { skipLocked: true });
  const [row] = await drizzle
    .update(githubDeliveries)
    .set({
      attempts: sql`${githubDeliveries.attempts} + 1`,
      leasedUntil: endOf(leaseSeconds),
    })
    .where(sql`${githubDeliveries.number} = (${next})`)
    .returning();
  return row === undefined ? null : GitHubDelivery.parse(row);
}

function patchOf(outcome: DeliveryOutcome) {
  switch (outcome.kind) {
    case "again":
      return { dueAt: outcome.dueAt };
    case "failed":
      return { state: "failed", settledAt: sql`now()` };
    case "done": {
      const state = outcome.decision === "ignored" ? "ignored" : "decided";
      return { ...outcome.facts, state, decision: outcome.decision, body: null, settledAt: sql`now()` };
    }
  }
}
