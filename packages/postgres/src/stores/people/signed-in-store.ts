import { SignedIn, type SignedInStore } from "@catalyst/core";
import type { Database } from "../../database.ts";
import { and, desc, eq, gt, sql } from "../../drizzle.ts";
import { tellEnd } from "../../feed/right-feed.ts";
import { sessions } from "../../schema/sign-in.ts";
import { hideValues } from "../hide-values.ts";

export function postgresSignedInStore({ drizzle }: Pick<Database, "drizzle">): SignedInStore {
  return hideValues<SignedInStore>({
    async list(userId) {
      const isLive = and(eq(sessions.userId, userId), gt(sessions.expiresAt, sql`now()`));
      const rows = await drizzle.select().from(sessions).where(isLive).orderBy(desc(sessions.createdAt));
      return rows.map(({ updatedAt: usedAt, ...row }) => SignedIn.parse({ ...row, usedAt }));
    },
    end: ({ userId, id }) =>
      drizzle.transaction(async (tx) => {
        const isIt = and(eq(sessions.id, id), eq(sessions.userId, userId));
        const ended = await tx.delete(sessions).where(isIt).returning({ id: sessions.id });
        for (const session of ended) {
          await tellEnd(tx, { kind: "session", id: session.id });
        }
        return ended.length > 0;
      }),
  });
}
