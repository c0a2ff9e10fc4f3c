import { AgentConfig, CatalystError, type SettingsStore } from "@catalyst/core";
import type { Database } from "../../database.ts";
import { and, eq, sql } from "../../drizzle.ts";
import { agentConfigs } from "../../schema/accounts.ts";
import { hideValues } from "../hide-values.ts";

/** What the owners of projects said, in PostgreSQL. */
export function postgresSettingsStore({ drizzle }: Database): SettingsStore {
  return hideValues<SettingsStore>({
    async get(projectId) {
      const [row] = await drizzle.select().from(agentConfigs).where(eq(agentConfigs.projectId, projectId));
      return row === undefined ? null : AgentConfig.parse(row);
    },
    async save({ id, projectId: _projectId, createdAt: _createdAt, ...changed }, readAt) {
      // The database's time is finer than a Date: they are compared as Dates have it.
      const isUnchanged = sql`date_trunc('milliseconds', ${agentConfigs.updatedAt}) = ${readAt.toISOString()}`;
      const rows = await drizzle
        .update(agentConfigs)
        .set(changed)
        .where(and(eq(agentConfigs.id, id), isUnchanged))
        .returning({ id: agentConfigs.id });
      if (rows.length === 0) {
        throw new CatalystError(
          "conflict",
          "Changing the project's settings failed: somebody else changed them at the same time.",
          { way: { kind: "see_list", of: "settings" } },
        );
      }
    },
  });
}
