import { AuditEntry, type AuditKind, type AuditStore } from "@catalyst/core";
import type { Database, Drizzle } from "../../database.ts";
import { and, desc, eq, gt, lt, sql } from "../../drizzle.ts";
import { teams, users } from "../../schema/accounts.ts";
import { auditEntries } from "../../schema/people.ts";
import { hideValues } from "../hide-values.ts";

/** Anybody can make one. */
const FAILED: AuditKind = "sign_in_failed";
const MAX_FAILED_AN_HOUR = 1000;

export function postgresAuditStore({ drizzle }: Pick<Database, "drizzle">): AuditStore {
  return hideValues<AuditStore>({
    async add(entry) {
      const left = entry.kind === FAILED ? await countLeft(drizzle) : Number.POSITIVE_INFINITY;
      if (left > 0) {
        const facts =
          left === 1 ? { ...entry.facts, more: "those that follow within the hour are left out" } : entry.facts;
        await drizzle.insert(auditEntries).values({ ...entry, facts });
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

/** How many failed tries may be written down yet, within this hour. */
async function countLeft(drizzle: Drizzle): Promise<number> {
  const isRecent = and(eq(auditEntries.kind, FAILED), gt(auditEntries.at, sql`now() - interval '1 hour'`));
  return MAX_FAILED_AN_HOUR - (await drizzle.$count(auditEntries, isRecent));
}
