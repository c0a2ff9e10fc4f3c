import type { RequestStore } from "@catalyst/core";
import type { Database } from "../../database.ts";
import { and, eq, isNull, lt, sql } from "../../drizzle.ts";
import { namedRequests } from "../../schema/requests.ts";
import { cleanText } from "../clean-text.ts";
import { hideValues } from "../hide-values.ts";

const KEPT = sql`interval '1 day'`;

/** Named requests in PostgreSQL. */
export function postgresRequestStore({ drizzle }: Database): RequestStore {
  return hideValues<RequestStore>({
    begin: ({ userId, key, fingerprint }, patienceSeconds) =>
      drizzle.transaction(async (tx) => {
        await tx.delete(namedRequests).where(lt(namedRequests.createdAt, sql`now() - ${KEPT}`));
        const isDead = and(
          isNull(namedRequests.answer),
          eq(namedRequests.fingerprint, fingerprint),
          lt(namedRequests.begunAt, sql`now() - make_interval(secs => ${patienceSeconds})`),
        );
        const [begun] = await tx
          .insert(namedRequests)
          .values({ userId, key, fingerprint })
          .onConflictDoUpdate({
            target: [namedRequests.userId, namedRequests.key],
            set: { begunAt: sql`now()` },
            setWhere: isDead,
          })
          .returning({ id: namedRequests.id });
        if (begun !== undefined) {
          return { kind: "begun", id: begun.id };
        }
        const [found] = await tx
          .select()
          .from(namedRequests)
          .where(and(eq(namedRequests.userId, userId), eq(namedRequests.key, key)));
        if (found === undefined || (found.answer === null && found.fingerprint === fingerprint)) {
          return { kind: "running" };
        }
        return found.fingerprint === fingerprint
          ? { kind: "answered", answer: (found.answer as [unknown])[0] }
          : { kind: "reused" };
      }),
    async finish(id, answer) {
      await drizzle
        .update(namedRequests)
        .set({ answer: [cleanText(answer)] })
        .where(eq(namedRequests.id, id));
    },
    async forget(id) {
      await drizzle.delete(namedRequests).where(and(eq(namedRequests.id, id), isNull(namedRequests.answer)));
    },
  });
}
