import { Right, type RightFeed } from "@catalyst/core";
import type { Database, Drizzle, Transaction } from "../database.ts";
import { sql } from "../drizzle.ts";

const RIGHTS_CHANNEL = "rights";

/** The end of rights, told by PostgreSQL to every server that uses this database. */
export function postgresRightFeed({ drizzle, listener }: Database): RightFeed {
  return {
    end: (right) => tellEnd(drizzle, right),
    watch: (onEnd) => listener.listen(RIGHTS_CHANNEL, (payload) => onEnd(readRight(payload))),
  };
}

/** Tells it once the transaction is committed, and not at all when it isn't. */
export async function tellEnd(transaction: Drizzle | Transaction, { kind, id }: Right): Promise<void> {
  await transaction.execute(sql`select pg_notify(${RIGHTS_CHANNEL}, ${`${kind}:${id}`})`);
}

/** A kind that only a newer version knows may be any: whoever listens has to ask for all. */
function readRight(payload: string | null): Right | null {
  const [, kind, id] = /^(\w+):(.+)$/s.exec(payload ?? "") ?? [];
  return Right.safeParse({ kind, id }).data ?? null;
}
