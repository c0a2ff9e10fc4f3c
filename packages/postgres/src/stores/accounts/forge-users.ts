import { CatalystError, type ForgeAccount, User } from "@catalyst/core";
import type { Drizzle, Transaction } from "../../database.ts";
import { and, eq, isNotNull, isNull, sql } from "../../drizzle.ts";
import { userAccounts, users } from "../../schema/accounts.ts";
import { agentExecutions, agentMessages } from "../../schema/executions.ts";
import { agentTasks } from "../../schema/tasks.ts";

/** Who a forge's account is linked to, or who stands for it until it is: made if there is nobody. */
export async function ensureForgeUser(drizzle: Drizzle, account: ForgeAccount): Promise<User> {
  const linked = await findLinked(drizzle, account);
  if (linked !== null) {
    return linked;
  }
  const { forge, accountId, login: name } = account;
  const login = `${forge}:${accountId}`;
  const nobody = { login, name, email: `${forge}-${accountId}@accounts.invalid`, claimedAt: null };
  await drizzle.transaction(async (tx) => {
    await tx.insert(users).values(nobody).onConflictDoNothing();
    const [user] = await tx.select({ id: users.id }).from(users).where(eq(users.login, login));
    const link = { userId: user?.id as string, providerId: forge, accountId };
    await tx.insert(userAccounts).values(link).onConflictDoNothing();
  });
  return (await findLinked(drizzle, account)) as User;
}

/** null: nobody has linked it. */
export async function findForgePerson(drizzle: Drizzle, account: ForgeAccount): Promise<User | null> {
  const [row] = await selectLinked(drizzle, account, isNotNull(users.claimedAt));
  return row === undefined ? null : User.parse(row.user);
}

/** Makes the account the person's, with all that whoever stood for it had asked for. */
export async function linkForgeAccount(
  tx: Transaction,
  { account, userId }: { account: ForgeAccount; userId: string },
): Promise<void> {
  const { forge: providerId, accountId } = account;
  const isIt = and(eq(userAccounts.providerId, providerId), eq(userAccounts.accountId, accountId));
  await tx.insert(userAccounts).values({ userId, providerId, accountId }).onConflictDoNothing();
  const [linked] = await tx.select({ userId: userAccounts.userId }).from(userAccounts).where(isIt).for("update");
  const before = linked?.userId as string;
  if (before === userId) {
    return;
  }
  await tx.update(userAccounts).set({ userId }).where(isIt);
  await handOver(tx, before, userId);
  const removed = await tx
    .delete(users)
    .where(and(eq(users.id, before), isNull(users.claimedAt)))
    .returning({ id: users.id });
  if (removed.length === 0) {
    throw new CatalystError(
      "conflict",
      `Linking the account ${account.login} failed: somebody else has linked it already. They can unlink it first.`,
    );
  }
}

async function handOver(tx: Transaction, from: string, to: string): Promise<void> {
  await tx.update(agentTasks).set({ assignedBy: to }).where(eq(agentTasks.assignedBy, from));
  const { askedBy } = agentExecutions;
  await tx
    .update(agentExecutions)
    .set({ askedBy: sql`jsonb_set(${askedBy}, '{userId}', to_jsonb(${to}::text))` })
    .where(sql`${askedBy} ->> 'userId' = ${from}`);
  const { sentBy } = agentMessages;
  await tx
    .update(agentMessages)
    .set({ sentBy: sql`jsonb_set(${sentBy}, '{userId}', to_jsonb(${to}::text))` })
    .where(sql`${sentBy} ->> 'userId' = ${from}`);
}

async function findLinked(drizzle: Drizzle, account: ForgeAccount): Promise<User | null> {
  const [row] = await selectLinked(drizzle, account);
  return row === undefined ? null : User.parse(row.user);
}

function selectLinked(drizzle: Drizzle, { forge, accountId }: ForgeAccount, which?: ReturnType<typeof isNotNull>) {
  return drizzle
    .select({ user: users })
    .from(users)
    .innerJoin(userAccounts, eq(userAccounts.userId, users.id))
    .where(and(eq(userAccounts.providerId, forge), eq(userAccounts.accountId, accountId), which));
}
