import { randomBytes, randomUUID } from "node:crypto";
import { ApiKey } from "@catalyst/core";
import { AMPLE } from "@catalyst/core/testing";
import { afterAll, beforeAll, expect, test } from "vitest";
import { makeUser, type PeopleStores } from "../../testing/people-stores.ts";

/** What every ApiKeyStore promises. */
export function apiKeyStoreContract(openStores: () => Promise<PeopleStores>): void {
  let stores: PeopleStores;
  beforeAll(async () => {
    stores = await openStores();
  });
  afterAll(() => stores?.close());

  async function store(change: Partial<ApiKey> = {}) {
    const userId = change.userId ?? (await makeUser(stores)).userId;
    const key = ApiKey.parse({
      id: randomUUID(),
      userId,
      name: `key-${randomUUID()}`,
      prefix: "cat_123456",
      role: "member",
      within: null,
      scopes: ["tasks:read"],
      expiresAt: null,
      lastUsedAt: null,
      createdAt: new Date(),
      ...change,
    });
    const hash = randomBytes(32);
    await stores.keys.insert(key, hash, AMPLE);
    return { key, hash };
  }

  test("a key comes back as it was stored, for its person and by its hash", async () => {
    const { userId } = await makeUser(stores);
    const team = await stores.teams.make(
      { slug: `t-${randomUUID().slice(0, 8)}`, name: "A team", ownerId: userId },
      AMPLE,
    );
    const { id: projectId } = await stores.projects.make({ owner: { kind: "user", userId }, slug: "shop" }, AMPLE);
    const expiresAt = new Date(Date.now() + 3_600_000);
    for (const within of [null, { kind: "team", teamId: team.id }, { kind: "project", projectId }] as const) {
      const { key, hash } = await store({ userId, within, expiresAt, scopes: ["tasks:write", "settings"] });
      expect(await stores.keys.findByHash(hash)).toEqual(key);
      expect(await stores.keys.list(userId)).toContainEqual(key);
    }
    expect(await stores.keys.list(userId)).toHaveLength(3);
    expect(await stores.keys.findByHash(randomBytes(32))).toBeNull();
    expect(await stores.keys.list((await makeUser(stores)).userId)).toEqual([]);
  });

  test("nobody has two keys of one name, and others may have one of the same", async () => {
    const { key } = await store();
    await expect(store({ userId: key.userId, name: key.name })).rejects.toMatchObject({ code: "conflict" });
    await store({ name: key.name });
  });

  test("an expired key is found by nobody, and listed still", async () => {
    const { key, hash } = await store();
    await stores.expireKey(key.id);
    expect(await stores.keys.findByHash(hash)).toBeNull();
    expect(await stores.keys.list(key.userId)).toMatchObject([{ id: key.id }]);
  });

  test("a key is ended by its person alone, once", async () => {
    const { key, hash } = await store();
    const { userId: other } = await makeUser(stores);
    expect(await stores.keys.end({ id: key.id, userId: other })).toBe(false);
    expect(await stores.keys.findByHash(hash)).not.toBeNull();
    expect(await stores.keys.end({ id: key.id, userId: key.userId })).toBe(true);
    expect(await stores.keys.end({ id: key.id, userId: key.userId })).toBe(false);
    expect(await stores.keys.findByHash(hash)).toBeNull();
  });

  test("that a key was used is noted", async () => {
    const { key, hash } = await store();
    await stores.keys.markUsed(key.id);
    expect((await stores.keys.findByHash(hash))?.lastUsedAt).toBeInstanceOf(Date);
  });
}
