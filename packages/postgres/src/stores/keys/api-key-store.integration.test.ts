import { randomBytes, randomUUID } from "node:crypto";
import { ApiKey, type Right } from "@catalyst/core";
import { AMPLE } from "@catalyst/core/testing";
import { describe, expect, test } from "vitest";
import { eq, sql } from "../../drizzle.ts";
import { postgresRightFeed } from "../../feed/right-feed.ts";
import { users } from "../../schema/accounts.ts";
import { apiKeys } from "../../schema/keys.ts";
import { openMemoryPeople, openPostgresPeople } from "../../testing/people-stores.ts";
import { testDatabase } from "../../testing/test-database.ts";
import { postgresAccountStore } from "../accounts/account-store.ts";
import { apiKeyStoreContract } from "./api-key-store.contract.ts";
import { postgresApiKeyStore } from "./api-key-store.ts";

describe("API keys in PostgreSQL", () => apiKeyStoreContract(openPostgresPeople));
describe("API keys in memory", () => apiKeyStoreContract(openMemoryPeople));

test("a key's use is written once a minute at most, its end is told, and it goes with its person", async () => {
  const db = await testDatabase();
  const told: (Right | null)[] = [];
  const stop = await postgresRightFeed(db).watch((right) => told.push(right));
  const { id: userId } = await postgresAccountStore(db).ensureUser(`user-${randomUUID()}`);
  const keys = postgresApiKeyStore(db);
  const [first, second] = await Promise.all(
    ["first", "second"].map(async (name) => {
      const said = { id: randomUUID(), userId, name, prefix: "cat_123456", role: "owner", within: null };
      const key = ApiKey.parse({ ...said, scopes: [], expiresAt: null, lastUsedAt: null, createdAt: new Date() });
      await keys.insert(key, randomBytes(32), AMPLE);
      return key;
    }),
  );
  const [id, other] = [first?.id as string, second?.id as string];
  const usedAt = async () => (await keys.list(userId)).find((key) => key.id === id)?.lastUsedAt;
  await keys.markUsed(id);
  const noted = await usedAt();
  await keys.markUsed(id);
  expect(await usedAt()).toEqual(noted);
  const before = sql`now() - interval '2 minutes'`;
  await db.drizzle.update(apiKeys).set({ lastUsedAt: before }).where(eq(apiKeys.id, id));
  const old = await usedAt();
  await keys.markUsed(id);
  expect(await usedAt()).not.toEqual(old);
  await keys.end({ id, userId });
  await expect.poll(() => told, { timeout: 30_000 }).toContainEqual({ kind: "api_key", id });
  await db.drizzle.delete(users).where(eq(users.id, userId));
  expect(await db.drizzle.select().from(apiKeys).where(eq(apiKeys.id, other))).toEqual([]);
  await stop();
  await db.close();
});
