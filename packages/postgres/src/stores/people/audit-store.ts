import { AuditEntry, type AuditKind, type AuditStore, type NewAuditEntry } from "@catalyst/core";
import { z } from "zod";
import type { Database, Transaction } from "../../database.ts";
import { and, desc, eq, gt, lt, sql } from "../../drizzle.ts";
import { teams, users } from "../../schema/accounts.ts";
import { auditEntries } from "../../schema/people.ts";
import { hideValues } from "../hide-values.ts";
import { takeTurn } from "../make-within.ts";

/** Anybody can make one. */
const FAILED: AuditKind = "sign_in_failed";
const MAX_FAILED_AN_HOUR = 1000;
const Counting = z.looseObject({ more: z.coerce.number() });

export function postgresAuditStore({ drizzle }: Pick<Database, "drizzle">): AuditStore {
  return hideValues<AuditStore>({
    async add(entry) {
      if (entry.kind === FAILED) {
        await drizzle.transaction((tx) => addFailed(tx, entry));
      } else {
        await drizzle.insert(auditEntries).values(entry);
      }
    },
    async list({ teamId, before, limit }) {
      const isListed = and(
        teamId === undefined ? undefined : eq(auditEntries.teamId, teamId),
        before === undefined ? undefined : lt(auditEntries.number, before),
      );
      const rows = await drizzle
        .select({ entry: auditEntries, login: users.login, team: teams.slug })
        .from(auditEntries)
        .leftJoin(users, eq(users.id, auditEntries.userId))
        .leftJoin(teams, eq(teams.id, auditEntries.teamId))
        .where(isListed)
        .orderBy(desc(auditEntries.number))
        .limit(limit);
      return rows.map(({ entry, login, team }) => AuditEntry.parse({ ...entry, login, team }));
    },
  });
}

/** Beyond so many within an hour they are counted in one entry, which has the facts of the last of them. */
async function addFailed(tx: Transaction, entry: NewAuditEntry): Promise<void> {
  await takeTurn(tx, "failed tries of the audit");
  const isRecent = and(eq(auditEntries.kind, FAILED), gt(auditEntries.at, sql`now() - interval '1 hour'`));
  if ((await tx.$count(auditEntries, isRecent)) < MAX_FAILED_AN_HOUR) {
    await tx.insert(auditEntries).values(entry);
    return;
  }
  const [counting] = await tx
    .select({ number: auditEntries.number, facts: auditEntries.facts })
    .from(auditEntries)
    .where(and(isRecent, sql`${auditEntries.facts} ? 'more'`))
    .orderBy(desc(auditEntries.number))
    .limit(1);
  if (counting === undefined) {
    await tx.insert(auditEntries).values({ ...entry, facts: { ...entry.facts, more: "0" } });
    return;
  }
  const { more } = Counting.parse(counting.facts);
  const facts = { ...entry.facts, more: String(more + 1) };
  await tx.update(auditEntries).set({ facts }).where(eq(auditEntries.number, counting.number));
}
