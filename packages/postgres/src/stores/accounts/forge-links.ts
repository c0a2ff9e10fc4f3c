import { CatalystError, type ForgeLink, type ProjectLinks } from "@catalyst/core";
import type { Drizzle, Transaction } from "../../database.ts";
import { and, asc, eq, ne, or } from "../../drizzle.ts";
import { projects, teamMembers, userAccounts, users } from "../../schema/accounts.ts";
import { passkeys } from "../../schema/sign-in.ts";

/** What a password is stored as, among accounts of forges. */
const PASSWORD = "credential";

/** A person's accounts of forges, the oldest first. */
export async function listForgeLinks(drizzle: Drizzle, userId: string): Promise<ForgeLink[]> {
  const { providerId: forge, accountId, createdAt } = userAccounts;
  return drizzle
    .select({ forge, accountId })
    .from(userAccounts)
    .where(and(eq(userAccounts.userId, userId), ne(forge, PASSWORD)))
    .orderBy(asc(createdAt), asc(accountId));
}

const MAX_PEOPLE = 50;

/** Who may have work done in a project: whose own it is, or who is more than a viewer of its team. */
export async function listProjectLinks(
  drizzle: Drizzle,
  { projectId, forge }: { projectId: string; forge: string },
): Promise<ProjectLinks[]> {
  const isWorking = and(eq(teamMembers.teamId, projects.teamId), ne(teamMembers.role, "viewer"));
  const isTheirs = and(eq(userAccounts.userId, users.id), eq(userAccounts.providerId, forge));
  const rows = await drizzle
    .select({ login: users.login, accountId: userAccounts.accountId })
    .from(projects)
    .leftJoin(teamMembers, isWorking)
    .innerJoin(users, or(eq(users.id, projects.userId), eq(users.id, teamMembers.userId)))
    .leftJoin(userAccounts, isTheirs)
    .where(eq(projects.id, projectId))
    .orderBy(asc(teamMembers.createdAt), asc(users.login), asc(userAccounts.createdAt))
    .limit(MAX_PEOPLE);
  const people = new Map<string, ProjectLinks>();
  for (const { login, accountId } of rows) {
    const links = [...(people.get(login)?.links ?? []), ...(accountId === null ? [] : [{ forge, accountId }])];
    people.set(login, { login, links });
  }
  return [...people.values()];
}

/** Takes their accounts of a forge from a person. Returns the numbers. Throws `conflict` where nothing is left to sign in with, unless that may be. */
export async function unlinkForge(
  tx: Transaction,
  { userId, forge, mayBeLast }: { userId: string; forge: string; mayBeLast: boolean },
): Promise<string[]> {
  const isTheirs = eq(userAccounts.userId, userId);
  // Of two at once, the later one sees what the other has left.
  await tx.select({ id: userAccounts.id }).from(userAccounts).where(isTheirs).orderBy(userAccounts.id).for("update");
  const removed = await tx
    .delete(userAccounts)
    .where(and(isTheirs, eq(userAccounts.providerId, forge), ne(userAccounts.providerId, PASSWORD)))
    .returning({ accountId: userAccounts.accountId });
  const left = await tx.select({ id: userAccounts.id }).from(userAccounts).where(isTheirs).limit(1);
  const keys = await tx.select({ id: passkeys.id }).from(passkeys).where(eq(passkeys.userId, userId)).limit(1);
  if (removed.length > 0 && !mayBeLast && left.length + keys.length === 0) {
    throw new CatalystError(
      "conflict",
      "Unlinking your account failed: you sign in with nothing else. Set a password or add a passkey first.",
    );
  }
  return removed.map(({ accountId }) => accountId);
}
