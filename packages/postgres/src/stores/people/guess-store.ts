import { createHash } from "node:crypto";
import type { GuessStore } from "@catalyst/core";
import type { Database } from "../../database.ts";
import { eq, sql } from "../../drizzle.ts";
import { guesses } from "../../schema/sign-in.ts";
import { hideValues } from "../hide-values.ts";

/**
 * Each try moves the time at which all of them are there again by a pause; there is none as long as that time is too far off. By
 * the clock of the database, and in one statement: of many who try at once no more get one than there are.
 */
export function postgresGuessStore({ drizzle }: Pick<Database, "drizzle">): GuessStore {
  return hideValues<GuessStore>({
    async take({ name, tries, everySeconds }) {
      const key = keyOf(name);
      const pause = sql`make_interval(secs => ${everySeconds})`;
      const next = sql`greatest(${guesses.freeAt}, now()) + ${pause}`;
      const furthest = sql`now() + make_interval(secs => ${tries * everySeconds})`;
      const taken = await drizzle
        .insert(guesses)
        .values({ name: key, freeAt: sql`now() + ${pause}` })
        .onConflictDoUpdate({ target: guesses.name, set: { freeAt: next }, setWhere: sql`${next} <= ${furthest}` })
        .returning({ name: guesses.name });
      if (taken.length > 0) {
        return 0;
      }
      const wait = sql<number>`ceil(extract(epoch from ${next} - ${furthest}))::int`;
      const [row] = await drizzle.select({ wait }).from(guesses).where(eq(guesses.name, key));
      return Math.min(Math.max(row?.wait ?? 1, 1), everySeconds);
    },
    async forget(name) {
      await drizzle.delete(guesses).where(eq(guesses.name, keyOf(name)));
    },
  });
}

/** What was typed as a name may be anything, a password even. */
function keyOf(name: string): string {
  return createHash("sha256").update(name).digest("hex");
}
