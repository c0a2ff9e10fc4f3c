import { ApiKey, type ApiKeyStore, KeyScope } from "@catalyst/core";
import type { Database, Transaction } from "../../database.ts";
import { and, desc, eq, gt, isNull, or, sql } from "../../drizzle.ts";
import { tellEnd } from "../../feed/right-feed.ts";
import { apiKeys } from "../../schema/keys.ts";
import { hideValues } from "../hide-values.ts";
import { makeWithin } from "../make-within.ts";
import { isOfPresent } from "../people/removed.ts";
import { refuseTaken } from "../teams/refuse-taken.ts";

/** People's API keys in PostgreSQL, by their hashes. */
export function postgresApiKeyStore({ drizzle }: Database): ApiKeyStore {
  return hideValues<ApiKeyStore>({
    async insert({ within, ...key }, hash, limit) {
      const teamId = within?.kind === "team" ? within.teamId : null;
      const projectId = within?.kind === "project" ? within.projectId : null;
      const of = `API keys of ${key.userId}`;
      const count = (tx: Transaction) => tx.$count(apiKeys, eq(apiKeys.userId, key.userId));
      await refuseTaken(`Making the API key ${key.name}`, () =>
        makeWithin(drizzle, { of, count, limit }, (tx) =>
          tx.insert(apiKeys).values({ ...key, teamId, projectId, hash }),
        ),
      );
    },
    async list(userId) {
      const rows = await drizzle
        .select()
        .from(apiKeys)
        .where(eq(apiKeys.userId, userId))
        .orderBy(desc(apiKeys.createdAt), apiKeys.id);
      return rows.map(toKey);
    },
    end: ({ id, userId }) =>
      drizzle.transaction(async (tx) => {
        const isTheirs = and(eq(apiKeys.id, id), eq(apiKeys.userId, userId));
        const ended = await tx.delete(apiKeys).where(isTheirs).returning({ id: apiKeys.id });
        for (const key of ended) {
          await tellEnd(tx, { kind: "api_key", id: key.id });
        }
        return ended.length === 1;
      }),
    async findByHash(hash) {
      const isAlive = or(isNull(apiKeys.expiresAt), gt(apiKeys.expiresAt, sql`now()`));
      const [row] = await drizzle
        .select()
        .from(apiKeys)
        .where(and(eq(apiKeys.hash, hash), isAlive, isOfPresent(apiKeys.userId)));
      return row === undefined ? null : toKey(row);
    },
    async markUsed(id) {
      const isOld = or(isNull(apiKeys.lastUsedAt), sql`${apiKeys.lastUsedAt} < now() - interval '1 minute'`);
      await drizzle
        .update(apiKeys)
        .set({ lastUsedAt: sql`now()` })
        .where(and(eq(apiKeys.id, id), isOld));
    },
  });
}

/** A scope that only a newer version knows is none here. */
function toKey({ teamId, projectId, scopes, ...row }: typeof apiKeys.$inferSelect): ApiKey {
  const ofTeam = teamId === null ? null : { kind: "team", teamId };
  const within = projectId === null ? ofTeam : { kind: "project", projectId };
  const known = (scopes as unknown[]).filter((scope) => KeyScope.safeParse(scope).success);
  return ApiKey.parse({ ...row, within, scopes: known });
}
