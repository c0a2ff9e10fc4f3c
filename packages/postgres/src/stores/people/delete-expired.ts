import type { Drizzle } from "../../database.ts";
import { and, eq, lt, sql } from "../../drizzle.ts";
import { auditEntries, teamInvitations } from "../../schema/people.ts";
import { deviceCodes, guesses, passwordResets, sessions, verifications } from "../../schema/sign-in.ts";

/** Somebody may make a great many of them. */
const FAILED_DAYS = 30;

/** Removes what counts for nothing any more, and failed tries of long ago. */
export async function deleteExpired(drizzle: Drizzle): Promise<void> {
  for (const table of [sessions, verifications, deviceCodes, passwordResets, teamInvitations]) {
    await drizzle.delete(table).where(lt(table.expiresAt, sql`now()`));
  }
  await drizzle.delete(guesses).where(lt(guesses.freeAt, sql`now()`));
  const isFailed = eq(auditEntries.kind, "sign_in_failed");
  const isOld = lt(auditEntries.at, sql`now() - make_interval(days => ${FAILED_DAYS})`);
  await drizzle.delete(auditEntries).where(and(isFailed, isOld));
}
