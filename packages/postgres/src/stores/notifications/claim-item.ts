import { OutboxItem, type OutboxStore } from "@catalyst/core/notification";
import type { Drizzle } from "../../database.ts";
import { and, eq, inArray, sql } from "../../drizzle.ts";
import { outbox } from "../../schema/notifications.ts";

/**
 * As `OutboxStore.claimNext` promises. A claim is a lease in the row, not an open transaction: whoever asks outside may take
 * long, and one that dies loses it by its end.
 */
export async function claimItem(
  drizzle: Drizzle,
  { kinds, leaseSeconds }: Parameters<OutboxStore["claimNext"]>[0],
): Promise<OutboxItem | null> {
  const isFree = sql`coalesce(${outbox.leasedUntil}, '-infinity') <= now()`;
  const isLaneFree = sql`not exists (select from ${outbox} busy
    where busy.lane = ${outbox.lane} and busy.state = 'waiting' and busy.leased_until > now())`;
  const isDue = and(eq(outbox.state, "waiting"), sql`${outbox.dueAt} <= now()`, inArray(outbox.kind, [...kinds]));
  const next = drizzle
    .select({ id: outbox.id })
    .from(outbox)
    .where(and(isDue, isFree, isLaneFree))
    .orderBy(outbox.dueAt, outbox.number)
    .limit(1)
    .for("update", { skipLocked: true });
  const [row] = await drizzle
    .update(outbox)
    .set({
      attempts: sql`${outbox.attempts} + 1`,
      leasedUntil: sql`now() + make_interval(secs => ${leaseSeconds})`,
    })
    .where(sql`${outbox.id} = (${next})`)
    .returning();
  return row === undefined ? null : OutboxItem.parse(row);
}
