import { OutboxItem, type OutboxStore } from "@catalyst/core/notification";
import type { Drizzle, Transaction } from "../../database.ts";
import { and, eq, inArray, sql } from "../../drizzle.ts";
import { notificationDestinations, outbox } from "../../schema/notifications.ts";
import { endOf } from "../end-of.ts";

/** Whoever claims: which lanes are free is seen by one after the other. */
const CLAIM_LOCK = "claim of the outbox";
/** As many of one person's or one team's receivers are told at a time by all workers: other people's have places beside slow ones. */
const MAX_OF_ONE = 4;

/**
 * As `OutboxStore.claimNext` promises. A claim is a lease in the row, not an open transaction: whoever asks outside may take
 * long, and one that dies loses it by its end.
 */
export async function claimItem(
  drizzle: Drizzle,
  { kinds, leaseSeconds }: Parameters<OutboxStore["claimNext"]>[0],
): Promise<OutboxItem | null> {
  // Who asks every few seconds of an outbox that has nothing to do asks one question, and not five.
  const due = await drizzle.select({ id: outbox.id }).from(outbox).where(isDue(kinds)).limit(1);
  if (due.length === 0) {
    return null;
  }
  return drizzle.transaction(async (tx) => {
    await tx.execute(sql`select pg_advisory_xact_lock(hashtextextended(${CLAIM_LOCK}, 0))`);
    const [row] = await tx
      .update(outbox)
      .set({
        attempts: sql`${outbox.attempts} + 1`,
        leasedUntil: endOf(leaseSeconds),
      })
      .where(sql`${outbox.id} = (${findNext(tx, kinds)})`)
      .returning();
    return row === undefined ? null : OutboxItem.parse(row);
  });
}

const isDue = (kinds: readonly string[]) =>
  and(eq(outbox.state, "waiting"), sql`${outbox.dueAt} <= now()`, inArray(outbox.kind, [...kinds]));

/** What others are at is looked up once, and not for each of the many that may wait in a lane. */
function findNext(tx: Transaction, kinds: readonly string[]) {
  const isBusy = sql`busy.state = 'waiting' and busy.leased_until > now()`;
  const busyLanes = sql`select busy.lane from ${outbox} busy where ${isBusy}`;
  const busyKeepers = sql`select coalesce(theirs.user_id, theirs.team_id) from ${outbox} busy
    join ${notificationDestinations} theirs on theirs.id = busy.destination_id
    where ${isBusy} group by 1 having count(*) >= ${MAX_OF_ONE}`;
  return tx
    .select({ id: outbox.id })
    .from(outbox)
    .where(
      and(
        isDue(kinds),
        sql`${outbox.lane} not in (${busyLanes})`,
        sql`coalesce(${outbox.destinationId} not in (
          select own.id from ${notificationDestinations} own
          where coalesce(own.user_id, own.team_id) in (${busyKeepers})), true)`,
      ),
    )
    .orderBy(outbox.dueAt, outbox.number)
    .limit(1)
    .for("update", { skipLocked: true });
}
