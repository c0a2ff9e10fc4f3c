import { eq, sql } from "../../drizzle.ts";
import { users } from "../../schema/accounts.ts";

/** What the login of somebody who was removed begins with, as no login of anybody does: it has letters, digits and hyphens. */
export const REMOVED = "removed:";

/**
 * Whether the person of this row is one who is here still: a session or key that was being made while they were removed
 * comes after what was removed.
 */
export const isOfPresent = (userId: Parameters<typeof eq>[0]) =>
  sql`exists (select from ${users} where ${eq(users.id, userId)} and not starts_with(${users.login}, ${REMOVED}))`;
