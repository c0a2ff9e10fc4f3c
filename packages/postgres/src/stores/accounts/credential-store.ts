import {
  AgentCredential,
  CatalystError,
  type CredentialStore,
  Envelope,
  type LastTest,
  titleCredential,
  wayToReplace,
} from "@catalyst/core";
import type { AnyColumn, SQL } from "drizzle-orm";
import type { Database, Drizzle } from "../../database.ts";
import { and, asc, desc, eq, getTableColumns, inArray, isNull, or, sql } from "../../drizzle.ts";
import { projects, repos, teamMembers } from "../../schema/accounts.ts";
import { agentCredentials, agentTasks } from "../../schema/tasks.ts";
import { hideValues, isTaken, violation } from "../hide-values.ts";

/** The schema gives it this name. */
export const RECIPIENT_KEY_CONSTRAINT = "agent_credentials_recipient_key_fk";

/** Sealed credentials in PostgreSQL. */
export function postgresCredentialStore({ drizzle }: Database): CredentialStore {
  return hideValues<CredentialStore>({
    insert: (credential) => insertCredential(drizzle, credential),
    async get(id) {
      const [row] = await drizzle.select().from(agentCredentials).where(eq(agentCredentials.id, id));
      return row === undefined ? null : AgentCredential.parse(row);
    },
    async list(owner) {
      const mine =
        owner.kind === "user" ? eq(agentCredentials.userId, owner.userId) : eq(agentCredentials.teamId, owner.teamId);
      const rows = await drizzle
        .select()
        .from(agentCredentials)
        .where(and(mine, isNull(agentCredentials.taskId)))
        .orderBy(asc(agentCredentials.provider), asc(agentCredentials.kind));
      return rows.map((row) => AgentCredential.parse(row));
    },
    listUsable: (of) => listUsable(drizzle, of),
    listOpen: (taskId) => listOpen(drizzle, taskId),
    async setOpen(id, isOpen) {
      const rows = await drizzle
        .update(agentCredentials)
        .set({ isOpen })
        .where(eq(agentCredentials.id, id))
        .returning({ id: agentCredentials.id });
      return rows.length === 1;
    },
    replaceSealed: (before, after) => replaceSealed(drizzle, before, after),
    async markUsed(id) {
      await drizzle.update(agentCredentials).set({ lastUsedAt: sql`now()` }).where(eq(agentCredentials.id, id));
    },
    async noteTest({ id, encryptedKey }, outcome) {
      const isTried = and(eq(agentCredentials.id, id), eq(agentCredentials.encryptedKey, encryptedKey));
      const lastTest: LastTest = { outcome, at: new Date().toISOString() };
      await drizzle.update(agentCredentials).set({ lastTest }).where(isTried);
    },
    async delete(id) {
      const rows = await drizzle
        .delete(agentCredentials)
        .where(eq(agentCredentials.id, id))
        .returning({ id: agentCredentials.id });
      return rows.length === 1;
    },
    async listAll() {
      const rows = await drizzle.select().from(agentCredentials);
      return rows.map((row) => AgentCredential.parse(row));
    },
  });
}

async function replaceSealed(drizzle: Drizzle, before: AgentCredential, after: AgentCredential): Promise<boolean> {
  const { version, hint, baseUrl, refreshedAt } = after;
  const kept = (column: AnyColumn, other: SQL) =>
    sql`case when ${agentCredentials.encryptedKey} = ${after.encryptedKey} then ${column} else ${other} end`;
  const rows = await drizzle
    .update(agentCredentials)
    .set({
      ...Envelope.parse(after),
      ...{ version, hint, baseUrl },
      lastTest: kept(agentCredentials.lastTest, sql`null`),
      signInNeeded: kept(agentCredentials.signInNeeded, sql`null`),
      refreshBeganAt: kept(agentCredentials.refreshBeganAt, sql`null`),
      // By the database's clock, which alone compares it.
      refreshedAt: kept(agentCredentials.refreshedAt, refreshedAt === null ? sql`null` : sql`now()`),
    })
    .where(and(eq(agentCredentials.id, before.id), eq(agentCredentials.wrappedDataKey, before.wrappedDataKey)))
    .returning({ id: agentCredentials.id });
  return rows.length === 1;
}

/** A team's key is for the team's own projects, and for whoever of the team asks there. */
async function listUsable(
  drizzle: Drizzle,
  { taskId, userId }: { taskId: string; userId: string },
): Promise<AgentCredential[]> {
  const team = drizzle
    .select({ id: teamMembers.teamId })
    .from(agentTasks)
    .innerJoin(repos, eq(repos.id, agentTasks.repoId))
    .innerJoin(projects, eq(projects.id, repos.projectId))
    .innerJoin(teamMembers, eq(teamMembers.teamId, projects.teamId))
    .where(and(eq(agentTasks.id, taskId), eq(teamMembers.userId, userId)));
  const isOwn = and(
    eq(agentCredentials.userId, userId),
    or(eq(agentCredentials.taskId, taskId), isNull(agentCredentials.taskId)),
  );
  const isOfTeam = and(isNull(agentCredentials.taskId), inArray(agentCredentials.teamId, team));
  const rows = await drizzle
    .select()
    .from(agentCredentials)
    .where(or(isOwn, isOfTeam))
    .orderBy(desc(sql`${agentCredentials.taskId} is not null`), desc(sql`${agentCredentials.userId} is not null`));
  return rows.map((row) => AgentCredential.parse(row));
}

async function listOpen(drizzle: Drizzle, taskId: string): Promise<AgentCredential[]> {
  const isOfOwner = or(eq(agentCredentials.userId, projects.userId), eq(agentCredentials.teamId, projects.teamId));
  const rows = await drizzle
    .select(getTableColumns(agentCredentials))
    .from(agentTasks)
    .innerJoin(repos, eq(repos.id, agentTasks.repoId))
    .innerJoin(projects, eq(projects.id, repos.projectId))
    .innerJoin(agentCredentials, isOfOwner)
    .where(and(eq(agentTasks.id, taskId), eq(agentCredentials.isOpen, true), isNull(agentCredentials.taskId)))
    .orderBy(asc(agentCredentials.provider));
  return rows.map((row) => AgentCredential.parse(row));
}

/** Throws `conflict` when the owner has one of the kind for the provider, or when the key that it is sealed to was rotated away. */
export async function insertCredential(db: Pick<Drizzle, "insert">, credential: AgentCredential): Promise<void> {
  try {
    await db.insert(agentCredentials).values(credential);
  } catch (error) {
    if (isTaken(error)) {
      throw new CatalystError("conflict", `Adding the ${titleCredential(credential)} failed: there is one already.`, {
        way: wayToReplace(credential),
      });
    }
    if (violation(error).constraint === RECIPIENT_KEY_CONSTRAINT) {
      throw new CatalystError(
        "conflict",
        `Adding the ${titleCredential(credential)} failed: the gateway's key that it is sealed to (${credential.recipientKeyId}) isn't in use any more. Try it again: it is sealed to the new one then.`,
      );
    }
    throw error;
  }
}
