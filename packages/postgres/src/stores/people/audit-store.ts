import { AuditEntry, type AuditStore } from "@catalyst/core";
import type { Database } from "../../database.ts";
import { and, desc, eq, lt } from "../../drizzle.ts";
import { auditEntries } from "../../schema/people.ts";
import { hideValues } from "../hide-values.ts";

export function postgresAuditStore({ drizzle }: Pick<Database, "drizzle">): AuditStore {
  return hideValues<AuditStore>({
    async add(entry) {
      await drizzle.insert(auditEntries).values(entry);
    },
    async list({ teamId, before, limit }) {
      const isListed = and(
        teamId === undefined ? undefined : eq(auditEntries.teamId, teamId),
        before === undefined ? undefined : lt(auditEntries.number, before),
      );
      const rows = await drizzle
        .select()
        .from(auditEntries)
        .where(isListed)
        .orderBy(desc(auditEntries.number))
        .limit(limit);
      return rows.map((row) => AuditEntry.parse(row));
    },
  });
}
