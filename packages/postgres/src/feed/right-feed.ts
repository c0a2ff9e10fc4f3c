import { type Owner, Right, type RightFeed } from "@catalyst/core";
import type { Database, Drizzle, Transaction } from "../database.ts";
import { eq, sql } from "../drizzle.ts";
import { teamMembers } from "../schema/accounts.ts";

const RIGHTS_CHANNEL = "rights";

/** The end of rights, told by PostgreSQL to every server that uses this database. */
export function postgresRightFeed({ drizzle, listener }: Database): RightFeed {
  return {
    end: (right) => tellEnd(drizzle, right),
    watch: (onEnd) => listener.listen(RIGHTS_CHANNEL, (payload) => onEnd(readRight(payload))),
  };
}

/** Tells that somebody sees more or less than they did: what they follow is to be asked for anew. As `tellEnd`. */
export async function tellMembers(tx: Transaction, owner: Owner): Promise<void> {
  const members = tx.select({ id: teamMembers.userId }).from(teamMembers);
  const people =
    owner.kind === "user" ? [{ id: owner.userId }] : await members.where(eq(teamMembers.teamId, owner.teamId));
  for (const { id } of people) {
    await tellEnd(tx, { kind: "person", id });
  }
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
