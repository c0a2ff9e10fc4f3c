import { type PasswordStore, Person } from "@catalyst/core";
import type { Database, Transaction } from "../../database.ts";
import { and, eq, gt, ne, sql } from "../../drizzle.ts";
import { tellEnd } from "../../feed/right-feed.ts";
import { userAccounts, users } from "../../schema/accounts.ts";
import { passwordResets, sessions } from "../../schema/sign-in.ts";
import { hideValues } from "../hide-values.ts";

/** As the library for signing in calls an account whose password is ours to know. */
const PROVIDER = "credential";

export function postgresPasswordStore({ drizzle }: Pick<Database, "drizzle">): PasswordStore {
  return hideValues<PasswordStore>({
    async find(userId) {
      const [row] = await drizzle.select().from(userAccounts).where(isOf(userId));
      return row?.password ?? null;
    },
    change: ({ userId, before, hash, keepSession }) =>
      drizzle.transaction(async (tx) => {
        const [person] = await tx.select({ id: users.id }).from(users).where(eq(users.id, userId)).for("update");
        const [row] = await tx.select().from(userAccounts).where(isOf(userId));
        if (person === undefined || (row?.password ?? null) !== before) {
          return false;
        }
        await store(tx, { userId, hash });
        await endSessions(tx, and(eq(sessions.userId, userId), ne(sessions.id, keepSession)));
        return true;
      }),
    async addReset(reset) {
      await drizzle
        .insert(passwordResets)
        .values(reset)
        .onConflictDoUpdate({ target: passwordResets.userId, set: reset });
    },
    async findReset(tokenHash) {
      const [row] = await drizzle
        .select({ user: users })
        .from(passwordResets)
        .innerJoin(users, eq(users.id, passwordResets.userId))
        .where(isOpen(tokenHash));
      return row === undefined ? null : Person.parse(row.user);
    },
    useReset: ({ tokenHash, hash }) =>
      drizzle.transaction(async (tx) => {
        const [reset] = await tx.delete(passwordResets).where(isOpen(tokenHash)).returning();
        if (reset === undefined) {
          return null;
        }
        const { userId } = reset;
        const [person] = await tx.select().from(users).where(eq(users.id, userId)).for("update");
        await store(tx, { userId, hash });
        await endSessions(tx, eq(sessions.userId, userId));
        return Person.parse(person);
      }),
  });
}

function isOf(userId: string) {
  return and(eq(userAccounts.userId, userId), eq(userAccounts.providerId, PROVIDER));
}

function isOpen(tokenHash: string) {
  return and(eq(passwordResets.tokenHash, tokenHash), gt(passwordResets.expiresAt, sql`now()`));
}

async function store(tx: Transaction, { userId, hash }: { userId: string; hash: string }): Promise<void> {
  await tx
    .insert(userAccounts)
    .values({ userId, providerId: PROVIDER, accountId: userId, password: hash })
    .onConflictDoUpdate({
      target: [userAccounts.providerId, userAccounts.accountId],
      set: { password: hash, updatedAt: sql`now()` },
    });
  await tx.delete(passwordResets).where(eq(passwordResets.userId, userId));
}

async function endSessions(tx: Transaction, which: ReturnType<typeof and>): Promise<void> {
  for (const { id } of await tx.delete(sessions).where(which).returning({ id: sessions.id })) {
    await tellEnd(tx, { kind: "session", id });
  }
}
