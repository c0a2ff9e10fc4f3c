import type { Keeper } from "@catalyst/core";
import { OutboxItem, type OutboxStore } from "@catalyst/core/notification";
import type { Database, Drizzle } from "../../database.ts";
import { and, desc, eq, isNotNull, lt, or, sql } from "../../drizzle.ts";
import { notificationDestinations, outbox } from "../../schema/notifications.ts";
import { endOf } from "../end-of.ts";
import { hideValues } from "../hide-values.ts";
import { claimItem } from "./claim-item.ts";
import { isKeptBy } from "./is-kept-by.ts";

const OUTBOX_CHANNEL = "outbox";

/** Announces what was added within the caller's transaction. */
export const announceOutbox = sql`select pg_notify(${OUTBOX_CHANNEL}, '')`;

/** What is to be done outside, in PostgreSQL. */
export function postgresOutboxStore({ drizzle, listener }: Database): OutboxStore {
  return hideValues<OutboxStore>({
    add({ lifetimeSeconds, ...item }) {
      return drizzle.transaction(async (tx) => {
        await tx
          .insert(outbox)
          .values({ ...item, expiresAt: endOf(lifetimeSeconds) })
          .onConflictDoNothing({ target: outbox.key });
        await tx.execute(announceOutbox);
        const [row] = await tx.select({ id: outbox.id }).from(outbox).where(eq(outbox.key, item.key));
        return row?.id as string;
      });
    },
    claimNext: (input) => claimItem(drizzle, input),
    renew: (item, { leaseSeconds }) => renewLease(drizzle, item, leaseSeconds),
    async settle(item, outcome) {
      const patch =
        outcome.kind === "again"
          ? { dueAt: outcome.dueAt, problem: outcome.problem, leasedUntil: null }
          : {
              state: outcome.kind,
              problem: outcome.kind === "dead" ? outcome.problem : null,
              leasedUntil: null,
              settledAt: sql`now()`,
            };
      await drizzle.update(outbox).set(patch).where(isClaimed(item));
    },
    async listFor({ destinationId, keeper, beforeNumber, limit }) {
      const isBefore = beforeNumber === null ? undefined : lt(outbox.number, beforeNumber);
      const rows = await drizzle
        .select()
        .from(outbox)
        .where(and(eq(outbox.destinationId, destinationId), isOf(keeper), isBefore))
        .orderBy(desc(outbox.number))
        .limit(limit);
      return rows.map((row) => ({ ...OutboxItem.parse(row), number: row.number }));
    },
    async find({ id, keeper }) {
      const [row] = await drizzle
        .select()
        .from(outbox)
        .where(and(eq(outbox.id, id), isOf(keeper)));
      return row === undefined ? null : OutboxItem.parse(row);
    },
    revive: (input) => reviveItem(drizzle, input),
    countDueWithin(seconds) {
      const isSoon = lt(outbox.dueAt, sql`now() + make_interval(secs => ${seconds})`);
      return drizzle.$count(outbox, and(eq(outbox.state, "waiting"), isSoon));
    },
    async removeSettled({ deliveredBefore, deadBefore }) {
      const isOver = or(
        and(eq(outbox.state, "delivered"), lt(outbox.settledAt, deliveredBefore)),
        and(eq(outbox.state, "dead"), lt(outbox.settledAt, deadBefore)),
      );
      return (await drizzle.delete(outbox).where(isOver).returning({ id: outbox.id })).length;
    },
    watch: (onAdded) => listener.listen(OUTBOX_CHANNEL, () => onAdded()),
  });
}

const isClaimed = ({ id, attempts }: Pick<OutboxItem, "id" | "attempts">) =>
  and(eq(outbox.id, id), eq(outbox.attempts, attempts), eq(outbox.state, "waiting"));

async function renewLease(
  drizzle: Drizzle,
  item: Pick<OutboxItem, "id" | "attempts">,
  leaseSeconds: number,
): Promise<boolean> {
  const isLeased = and(isClaimed(item), isNotNull(outbox.leasedUntil));
  const { rowCount } = await drizzle
    .update(outbox)
    .set({ leasedUntil: endOf(leaseSeconds) })
    .where(isLeased);
  return rowCount === 1;
}

const isOf = (keeper: Keeper) => sql`${outbox.destinationId} in (
  select ${notificationDestinations.id} from ${notificationDestinations} where ${isKeptBy(keeper)})`;

function reviveItem(
  drizzle: Drizzle,
  { id, keeper, lifetimeSeconds }: Parameters<OutboxStore["revive"]>[0],
): Promise<boolean> {
  return drizzle.transaction(async (tx) => {
    const revived = await tx
      .update(outbox)
      .set({
        ...{ state: "waiting", attempts: 0, problem: null, settledAt: null },
        ...{ dueAt: sql`now()`, expiresAt: endOf(lifetimeSeconds) },
      })
      .where(and(eq(outbox.id, id), eq(outbox.state, "dead"), isOf(keeper)))
      .returning({ id: outbox.id });
    await tx.execute(announceOutbox);
    return revived.length === 1;
  });
}
