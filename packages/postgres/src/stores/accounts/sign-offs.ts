import type { SignOffStore } from "@catalyst/core";
import type { Drizzle } from "../../database.ts";
import { eq, sql } from "../../drizzle.ts";
import { users } from "../../schema/accounts.ts";

/** As whom people let commits be signed off that they asked for. */
export function signOffs(drizzle: Drizzle): SignOffStore {
  return {
    async getSignOff(userId) {
      const { signOffName: name, signOffEmail: email, signOffAt: agreedAt } = users;
      const [row] = await drizzle.select({ name, email, agreedAt }).from(users).where(eq(users.id, userId));
      return row?.name == null || row.email === null || row.agreedAt === null
        ? null
        : { name: row.name, email: row.email, agreedAt: row.agreedAt };
    },
    async putSignOff(userId, signOff) {
      const signOffName = signOff?.name ?? null;
      const signOffEmail = signOff?.email ?? null;
      const signOffAt = signOff === null ? null : sql`now()`;
      await drizzle.update(users).set({ signOffName, signOffEmail, signOffAt }).where(eq(users.id, userId));
    },
  };
}
