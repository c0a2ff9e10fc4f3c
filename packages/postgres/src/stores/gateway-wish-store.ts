import { GatewayAnswer, GatewayWish, type GatewayWishStore } from "@catalyst/core";
import type { Database, Transaction } from "../database.ts";
import { asc, eq, isNull, lt, sql } from "../drizzle.ts";
import { gatewayWishes } from "../schema/tasks.ts";
import { cleanText } from "./clean-text.ts";
import { hideValues } from "./hide-values.ts";

const CHANNEL = "gateway_wish";
/** Nobody waits for the answer any more. */
const FORGOTTEN = sql`interval '1 hour'`;

const UNKNOWN: GatewayAnswer = {
  kind: "failed",
  code: "unsupported",
  message: "Asking the gateway failed: it doesn't know what it was asked for. Start the gateway of this version.",
};

/** What the gateway is asked to do, in PostgreSQL. */
export function postgresGatewayWishStore({ drizzle, listener }: Database): GatewayWishStore {
  return hideValues<GatewayWishStore>({
    ask: (wish) =>
      drizzle.transaction(async (transaction) => {
        await transaction.delete(gatewayWishes).where(lt(gatewayWishes.answeredAt, sql`now() - ${FORGOTTEN}`));
        const [row] = await transaction.insert(gatewayWishes).values({ wish }).returning({ id: gatewayWishes.id });
        await transaction.execute(sql`select pg_notify(${CHANNEL}, '')`);
        return (row as { id: string }).id;
      }),
    async findAnswer(id) {
      const [row] = await drizzle.select().from(gatewayWishes).where(eq(gatewayWishes.id, id));
      return row?.answer == null ? null : GatewayAnswer.parse(row.answer);
    },
    countOpen: () => drizzle.$count(gatewayWishes, isNull(gatewayWishes.answeredAt)),
    answerNext: (work) => drizzle.transaction((transaction) => answerNext(transaction, work)),
    watch: (handler) => listener.listen(CHANNEL, () => handler()),
  });
}

/** The row stays locked while the work runs: when this gateway is killed, its connection and the lock end with it. */
async function answerNext(
  transaction: Transaction,
  work: (wish: GatewayWish) => Promise<GatewayAnswer>,
): Promise<boolean> {
  const [row] = await transaction
    .select({ id: gatewayWishes.id, wish: gatewayWishes.wish })
    .from(gatewayWishes)
    .where(isNull(gatewayWishes.answeredAt))
    .orderBy(asc(gatewayWishes.createdAt))
    .limit(1)
    .for("update", { skipLocked: true });
  if (row === undefined) {
    return false;
  }
  const wish = GatewayWish.safeParse(row.wish);
  const answer = cleanText(wish.success ? await work(wish.data) : UNKNOWN);
  await transaction
    .update(gatewayWishes)
    .set({ answer, answeredAt: sql`clock_timestamp()` })
    .where(eq(gatewayWishes.id, row.id));
  return true;
}
