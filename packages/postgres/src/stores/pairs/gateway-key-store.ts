import type { PairStore } from "@catalyst/core";
import type { Database } from "../../database.ts";
import { and, eq, ne, notExists, sql } from "../../drizzle.ts";
import { agentCredentials, gatewayKeys, projectSecrets } from "../../schema/tasks.ts";
import { RECIPIENT_KEY_CONSTRAINT } from "../accounts/credential-store.ts";
import { SECRET_KEY_CONSTRAINT } from "../accounts/project-secret-store.ts";
import { hideValues, violation } from "../hide-values.ts";
import { withLock } from "../with-lock.ts";

/** Whoever changes the gateway's key files or this table holds this lock. */
const KEY_LOCK = 8_112_954;

/** The gateway's keys that rows may be sealed to, in PostgreSQL. */
export function postgresGatewayKeyStore(db: Database): PairStore {
  const { drizzle } = db;
  const list = async () => (await drizzle.select({ id: gatewayKeys.id }).from(gatewayKeys)).map(({ id }) => id);
  return hideValues<PairStore>({
    isKnown: async (keyId) => (await drizzle.$count(gatewayKeys, eq(gatewayKeys.id, keyId))) === 1,
    list,
    async add(id) {
      await drizzle.insert(gatewayKeys).values({ id }).onConflictDoNothing();
    },
    async forgetUnused(keptId) {
      await drizzle
        .delete(gatewayKeys)
        .where(and(ne(gatewayKeys.id, keptId), isUnused(db)))
        .catch(ignoreUse);
      return list();
    },
    countSealed: async () => (await drizzle.$count(agentCredentials)) + (await drizzle.$count(projectSecrets)),
    withLock: (work) => withLock(db, { expression: "$1::bigint", value: KEY_LOCK }, work),
  });
}

function isUnused({ drizzle }: Database) {
  const isSealedTo = (table: typeof agentCredentials | typeof projectSecrets) =>
    notExists(drizzle.select({ one: sql`1` }).from(table).where(eq(table.recipientKeyId, gatewayKeys.id)));
  return and(isSealedTo(agentCredentials), isSealedTo(projectSecrets));
}

/**
 * Who stores something sealed locks the row of its key by the foreign key, so that nothing can be stored that is sealed to a key
 * which is being deleted: either of the two is refused, and a key that came into use meanwhile stays.
 */
function ignoreUse(error: unknown): void {
  if (![RECIPIENT_KEY_CONSTRAINT, SECRET_KEY_CONSTRAINT].includes(violation(error).constraint ?? "")) {
    throw error;
  }
}
