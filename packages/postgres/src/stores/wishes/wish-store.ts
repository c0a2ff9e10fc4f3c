import { Actor, CatalystError, type NewWish, type StoredWish, type WishStore } from "@catalyst/core";
import type { Database, Transaction } from "../../database.ts";
import { and, eq, gt, isNull, sql } from "../../drizzle.ts";
import type { gatewayWishes } from "../../schema/tasks.ts";
import { cleanText } from "../clean-text.ts";
import { hideValues } from "../hide-values.ts";
import { takeTurn } from "../make-within.ts";
import { doNextWish } from "./do-next-wish.ts";
import type { Wishes } from "./wishes.ts";

/** Nobody waits for the answer any more, or for that it begins. */
const FORGOTTEN = sql`interval '1 hour'`;
const MAX_OPEN = 200;

/** What somebody else is asked to do, in PostgreSQL. */
export function postgresWishStore<Wish, Answer>(
  database: Database,
  wishes: Wishes<Wish, Answer>,
): WishStore<Wish, Answer> {
  const { drizzle, listener } = database;
  const { table, channel } = wishes;
  return hideValues<WishStore<Wish, Answer>>({
    ask: (wish) => drizzle.transaction((transaction) => ask(transaction, wish, wishes)),
    async find(id) {
      const [row] = await drizzle.select().from(table).where(eq(table.id, id));
      return row === undefined ? null : readWish(row, wishes);
    },
    async withdraw(id) {
      // Who is at it holds the lock.
      const free = sql`pg_try_advisory_xact_lock(hashtextextended(${id}, 0))`;
      const gone = await drizzle
        .delete(table)
        .where(and(eq(table.id, id), isNull(table.answeredAt), free))
        .returning({ id: table.id });
      return gone.length > 0;
    },
    countOpen: () => drizzle.$count(table, isOpen(wishes)),
    answerNext: (work, kinds) => doNextWish({ work, kinds }, database, wishes),
    watch: (handler) => listener.listen(channel, () => handler()),
    watchChanges: (handler) => listener.listen(`${channel}_changed`, (id) => handler(id === "" ? null : id)),
  });
}

async function ask<Wish, Answer>(
  transaction: Transaction,
  { wish, actor, lifetimeSeconds }: NewWish<Wish>,
  wishes: Wishes<Wish, Answer>,
): Promise<string> {
  const { table, channel, scope } = wishes;
  await transaction.delete(table).where(sql`least(${table.expiresAt}, ${table.answeredAt}) < now() - ${FORGOTTEN}`);
  await takeTurn(transaction, `wishes of ${channel}`);
  if ((await transaction.$count(table, isOpen(wishes))) >= MAX_OPEN) {
    throw new CatalystError(
      "unavailable",
      `Asking for more failed: ${MAX_OPEN} requests wait already to be done. Try again in a moment.`,
    );
  }
  const expiresAt = sql`now() + make_interval(secs => ${lifetimeSeconds})`;
  const [row] = await transaction
    .insert(table)
    .values({ wish: cleanText(wish), actor, expiresAt, ...scope.values })
    .returning({ id: table.id });
  await transaction.execute(sql`select pg_notify(${channel}, '')`);
  return (row as { id: string }).id;
}

function isOpen<Wish, Answer>({ table, scope }: Wishes<Wish, Answer>) {
  return and(scope.condition, isNull(table.answeredAt), gt(table.expiresAt, sql`now()`));
}

function readWish<Wish, Answer>(
  row: (typeof gatewayWishes)["$inferSelect"],
  { Wish, Answer }: Wishes<Wish, Answer>,
): StoredWish<Wish, Answer> {
  const { id, createdAt, takenAt, progress, version } = row;
  return {
    ...{ id, createdAt, takenAt, progress, version },
    actor: row.actor === null ? null : Actor.parse(row.actor),
    wish: Wish.safeParse(row.wish).data ?? null,
    answer: row.answer == null ? null : Answer.parse(row.answer),
  };
}
