import { CatalystError, type ForgeLink } from "@catalyst/core";
import type { Drizzle, Transaction } from "../../database.ts";
import { and, asc, eq, ne } from "../../drizzle.ts";
import { userAccounts } from "../../schema/accounts.ts";
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
