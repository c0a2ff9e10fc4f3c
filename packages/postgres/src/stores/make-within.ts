import { type CountLimit, checkCount } from "@catalyst/core";
import type { Drizzle, Transaction } from "../database.ts";
import { sql } from "../drizzle.ts";

interface Counted {
  /** Whose and of what: those who make one of the same at once take turns. */
  of: string;
  count(tx: Transaction): Promise<number>;
  limit: CountLimit;
}

/** Makes one more, unless there are as many as may be. Throws what the limit says. */
export function makeWithin<Made>(
  drizzle: Drizzle,
  { of, count, limit }: Counted,
  make: (tx: Transaction) => Promise<Made>,
): Promise<Made> {
  return drizzle.transaction(async (tx) => {
    await takeTurn(tx, of);
    checkCount(await count(tx), limit);
    return make(tx);
  });
}

/** Until the transaction ends nobody else has the turn of this name. */
export async function takeTurn(tx: Transaction, name: string): Promise<void> {
  await tx.execute(sql`select pg_advisory_xact_lock(hashtextextended(${name}, 0))`);
}
