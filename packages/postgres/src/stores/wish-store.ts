import type { WishStore } from "@catalyst/core";
import type { z } from "zod";
import type { Database, Transaction } from "../database.ts";
import { asc, eq, isNull, lt, sql } from "../drizzle.ts";
import type { gatewayWishes, workerWishes } from "../schema/tasks.ts";
import { cleanText } from "./clean-text.ts";
import { hideValues } from "./hide-values.ts";

/** Nobody waits for the answer any more. */
const FORGOTTEN = sql`interval '1 hour'`;

/** Whose wishes they are. */
export interface Wishes<Wish, Answer> {
  table: typeof gatewayWishes | typeof workerWishes;
  channel: string;
  Wish: z.ZodType<Wish>;
  Answer: z.ZodType<Answer>;
  /** What a wish of a kind is answered with that isn't known here. */
  unknown: Answer;
}

/** What somebody else is asked to do, in PostgreSQL. */
export function postgresWishStore<Wish, Answer>(
  { drizzle, listener }: Database,
  wishes: Wishes<Wish, Answer>,
): WishStore<Wish, Answer> {
  const { table, channel, Answer } = wishes;
  return hideValues<WishStore<Wish, Answer>>({
    ask: (wish) =>
      drizzle.transaction(async (transaction) => {
        await transaction.delete(table).where(lt(table.answeredAt, sql`now() - ${FORGOTTEN}`));
        const [row] = await transaction.insert(table).values({ wish }).returning({ id: table.id });
        await transaction.execute(sql`select pg_notify(${channel}, '')`);
        return (row as { id: string }).id;
      }),
    async findAnswer(id) {
      const [row] = await drizzle.select().from(table).where(eq(table.id, id));
      return row?.answer == null ? null : Answer.parse(row.answer);
    },
    countOpen: () => drizzle.$count(table, isNull(table.answeredAt)),
    answerNext: (work) => drizzle.transaction((transaction) => answerNext(transaction, work, wishes)),
    watch: (handler) => listener.listen(channel, () => handler()),
  });
}

/** The row stays locked while the work runs: when who does it is killed, its connection and the lock end with it. */
async function answerNext<Wish, Answer>(
  transaction: Transaction,
  work: (wish: Wish) => Promise<Answer>,
  { table, Wish, unknown }: Wishes<Wish, Answer>,
): Promise<boolean> {
  const [row] = await transaction
    .select({ id: table.id, wish: table.wish })
    .from(table)
    .where(isNull(table.answeredAt))
    .orderBy(asc(table.createdAt))
    .limit(1)
    .for("update", { skipLocked: true });
  if (row === undefined) {
    return false;
  }
  const wish = Wish.safeParse(row.wish);
  const answer = cleanText(wish.success ? await work(wish.data) : unknown);
  await transaction.update(table).set({ answer, answeredAt: sql`clock_timestamp()` }).where(eq(table.id, row.id));
  return true;
}
