import { AgentCredential, CatalystError, type CredentialStore } from "@catalyst/core";
import { and, asc, desc, eq, inArray, isNull, or, sql } from "drizzle-orm";
import { DrizzleQueryError } from "drizzle-orm/errors";
import type { Database } from "../database.ts";
import { agentCredentials, agentTasks, teamMembers } from "../schema/schema.ts";

const UNIQUE_VIOLATION = "23505";

/** Sealed credentials in PostgreSQL. */
export function postgresCredentialStore({ drizzle }: Database): CredentialStore {
  return {
    async insert(credential) {
      try {
        await drizzle.insert(agentCredentials).values(credential);
      } catch (error) {
        throw isUniqueViolation(error)
          ? new CatalystError("conflict", `Adding a credential failed: there is one for ${credential.provider} already. Replace it: catalyst credentials add ${credential.provider} --replace`, { cause: error })
          : error;
      }
    },
    async get(id) {
      const [row] = await drizzle.select().from(agentCredentials).where(eq(agentCredentials.id, id));
      return row === undefined ? null : AgentCredential.parse(row);
    },
    async list(owner) {
      const mine = owner.kind === "user" ? eq(agentCredentials.userId, owner.userId) : eq(agentCredentials.teamId, owner.teamId);
      const rows = await drizzle.select().from(agentCredentials).where(and(mine, isNull(agentCredentials.taskId))).orderBy(asc(agentCredentials.provider));
      return rows.map((row) => AgentCredential.parse(row));
    },
    async findForTask(taskId, provider) {
      const [task] = await drizzle.select({ assignedBy: agentTasks.assignedBy }).from(agentTasks).where(eq(agentTasks.id, taskId));
      if (task === undefined) {
        return null;
      }
      const teams = drizzle.select({ id: teamMembers.teamId }).from(teamMembers).where(eq(teamMembers.userId, task.assignedBy));
      const isUsable = or(
        eq(agentCredentials.taskId, taskId),
        and(isNull(agentCredentials.taskId), or(eq(agentCredentials.userId, task.assignedBy), inArray(agentCredentials.teamId, teams))),
      );
      const [row] = await drizzle
        .select()
        .from(agentCredentials)
        .where(and(eq(agentCredentials.provider, provider), isUsable))
        .orderBy(desc(sql`${agentCredentials.taskId} is not null`), desc(sql`${agentCredentials.userId} is not null`), asc(agentCredentials.createdAt))
        .limit(1);
      return row === undefined ? null : AgentCredential.parse(row);
    },
    async replaceSealed(before, after) {
      const { encryptedKey, encryptedKeyIv, wrappedDataKey, masterKeyId, version, hint, baseUrl } = after;
      const rows = await drizzle
        .update(agentCredentials)
        .set({ encryptedKey, encryptedKeyIv, wrappedDataKey, masterKeyId, version, hint, baseUrl })
        .where(and(eq(agentCredentials.id, before.id), eq(agentCredentials.wrappedDataKey, before.wrappedDataKey)))
        .returning({ id: agentCredentials.id });
      return rows.length === 1;
    },
    async markUsed(id) {
      await drizzle.update(agentCredentials).set({ lastUsedAt: sql`now()` }).where(eq(agentCredentials.id, id));
    },
    async delete(id) {
      const rows = await drizzle.delete(agentCredentials).where(eq(agentCredentials.id, id)).returning({ id: agentCredentials.id });
      return rows.length === 1;
    },
    async listAll() {
      const rows = await drizzle.select().from(agentCredentials);
      return rows.map((row) => AgentCredential.parse(row));
    },
  };
}

function isUniqueViolation(error: unknown): boolean {
  return error instanceof DrizzleQueryError && (error.cause as { code?: string } | undefined)?.code === UNIQUE_VIOLATION;
}
