import type { Database } from "./database.ts";
import { and, eq } from "./drizzle.ts";
import { userAccounts, users } from "./schema/accounts.ts";
import { deviceCodes, passkeys, rateLimits, sessions, verifications } from "./schema/sign-in.ts";
import { isOfPresent } from "./stores/people/removed.ts";

/** The tables that signing in works on, by the names under which the library for it is told of them. */
export const SIGN_IN_TABLES = { users, userAccounts, sessions, verifications, passkeys, deviceCodes, rateLimits };

/** A session and whose it is, by one query; `tokenHash`: as the table has it. */
export async function findSessionRow(
  { drizzle }: Pick<Database, "drizzle">,
  tokenHash: string,
): Promise<(typeof sessions.$inferSelect & { user: typeof users.$inferSelect }) | null> {
  const [row] = await drizzle
    .select({ session: sessions, user: users })
    .from(sessions)
    .innerJoin(users, eq(users.id, sessions.userId))
    .where(and(eq(sessions.token, tokenHash), isOfPresent(sessions.userId)));
  return row === undefined ? null : { ...row.session, user: row.user };
}
