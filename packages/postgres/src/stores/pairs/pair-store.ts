import type { PairStore } from "@catalyst/core";
import type { SQL } from "drizzle-orm";
import type { Database } from "../../database.ts";
import { and, eq, inArray, isNull, ne, sql } from "../../drizzle.ts";
import { githubApps } from "../../schema/github.ts";
import { notificationDestinations } from "../../schema/notifications.ts";
import { recipientKeys } from "../../schema/tasks.ts";
import { hideValues } from "../hide-values.ts";
import { withLock } from "../with-lock.ts";

/** Whoever has one pair for all processes of its kind. */
type HomeRecipient = "worker" | "server";

const destinations = notificationDestinations;

/** The keys that something is sealed to, with what: one row for each envelope. */
export const SEALED_TO: Record<HomeRecipient, SQL> = {
  worker: sql`
    select ${destinations.address}->>'recipientKeyId' as key_id, 'destinations' as what from ${destinations}
    union all select ${destinations.secret}->>'recipientKeyId', 'destinations' from ${destinations}
    union all select ${destinations.previousSecret}->>'recipientKeyId', 'destinations' from ${destinations}
    union all select ${githubApps.privateKey}->>'recipientKeyId', 'github_apps' from ${githubApps}`,
  server: sql`
    select ${githubApps.webhookSecret}->>'recipientKeyId' as key_id, 'webhook_secrets' as what from ${githubApps}
    union all select former->'secret'->>'recipientKeyId', 'webhook_secrets'
      from ${githubApps}, jsonb_array_elements(${githubApps.formerSecrets}) former`,
};

/** The workers' or the servers' keys that rows may be sealed to, in PostgreSQL. */
export function postgresPairStore(db: Database, recipient: HomeRecipient): PairStore {
  const { drizzle } = db;
  const isTheirs = and(eq(recipientKeys.recipient, recipient), isNull(recipientKeys.droppedAt));
  const list = async () =>
    (await drizzle.select({ id: recipientKeys.id }).from(recipientKeys).where(isTheirs)).map(({ id }) => id);
  const sealedTo = sql`(select key_id from (${SEALED_TO[recipient]}) sealed where key_id is not null)`;
  return hideValues<PairStore>({
    isKnown: async (id) => (await list()).includes(id),
    list,
    async add(id) {
      await drizzle
        .insert(recipientKeys)
        .values({ id, recipient })
        .onConflictDoUpdate({ target: recipientKeys.id, set: { droppedAt: null } });
    },
    async forgetUnused(keptId) {
      await drizzle.transaction(async (tx) => {
        const older = and(isTheirs, ne(recipientKeys.id, keptId));
        // Who stores something holds the row of its key: what was stored before is seen by the next statement, what comes later is refused.
        const held = await tx.select({ id: recipientKeys.id }).from(recipientKeys).where(older).for("update");
        const ids = held.map(({ id }) => id);
        if (ids.length > 0) {
          await tx
            .update(recipientKeys)
            .set({ droppedAt: sql`now()` })
            .where(and(inArray(recipientKeys.id, ids), sql`${recipientKeys.id} not in ${sealedTo}`));
        }
      });
      return list();
    },
    async countSealed() {
      const { rows } = await drizzle.execute<{ count: number }>(
        sql`select count(*)::int as count from ${sealedTo} all_of`,
      );
      return rows[0]?.count ?? 0;
    },
    withLock: (work) => withLock(db, { expression: "hashtextextended($1, 0)", value: `the ${recipient}'s keys` }, work),
  });
}
