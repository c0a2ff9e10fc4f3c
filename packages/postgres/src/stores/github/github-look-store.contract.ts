import type { GitHubLook } from "@catalyst/core/forge";
import { afterAll, beforeAll, beforeEach, expect, test } from "vitest";
import { describeApp, type GitHubStores } from "../../testing/github-stores.ts";

const LEASE = { leaseSeconds: 600 };
const MARK = { etag: '"1"', newestAt: "2026-05-02T10:00:00.000Z", seen: { "7": "2026-05-02T10:00:00.000Z" } };
const LATER = new Date(Date.now() + 3_600_000);
const AT_ONCE = new Date(0);
const INSTALLATION_ID = 2 ** 33;

/** What every store of looks at GitHubs keeps to. */
export function githubLookStoreContract(open: () => Promise<GitHubStores>): void {
  let stores: GitHubStores;
  let looks: GitHubStores["looks"];
  let appId: string;
  beforeAll(async () => {
    stores = await open();
    looks = stores.looks;
  });
  afterAll(() => stores?.close());
  beforeEach(async () => {
    for (const { id } of await stores.apps.list()) {
      await stores.apps.remove(id);
    }
    const app = describeApp();
    await stores.apps.insert(app);
    appId = app.id;
  });

  /** Has the App's installation show these repositories. */
  async function show(repositoryIds: readonly number[], change: { suspendedAt?: Date; isArchived?: boolean } = {}) {
    const { suspendedAt = null, isArchived = false } = change;
    const { installations } = stores;
    const of = { appId, installationId: INSTALLATION_ID };
    const account = { accountId: 7, accountLogin: "acme", accountKind: "organization" } as const;
    await installations.put({ ...of, ...account, permissions: {}, suspendedAt });
    const repositories = repositoryIds.map((repositoryId) => ({
      ...{ repositoryId, owner: "acme", name: `shop-${repositoryId}`, isPrivate: true, isArchived },
    }));
    await installations.show(of, { repositories, isWhole: true });
    await looks.ensure();
  }

  async function claimAll(): Promise<GitHubLook[]> {
    const claimed: GitHubLook[] = [];
    for (let look = await looks.claimNext(LEASE); look !== null; look = await looks.claimNext(LEASE)) {
      claimed.push(look);
    }
    return claimed.filter(({ subject }) => subject === "repository");
  }

  async function claim(): Promise<GitHubLook> {
    const [look] = await claimAll();
    if (look === undefined) {
      throw new Error("nothing is due");
    }
    return look;
  }

  test("what an App was told in vain is looked at, once", async () => {
    await looks.ensure();
    await looks.ensure();
    const look = await looks.claimNext(LEASE);
    expect(look).toMatchObject({ appId, subject: "deliveries", repositoryId: null, marks: {}, claims: 1 });
    expect(await looks.claimNext(LEASE)).toBeNull();
  });

  test("a repository is looked at by one at a time, from where it was read last", async () => {
    await show([2 ** 34]);
    const [one, other] = await Promise.all([claimAll(), claimAll()]);
    const looked = [...one, ...other];
    expect(looked).toMatchObject([{ installationId: INSTALLATION_ID, repositoryId: 2 ** 34, foundAt: null }]);
    const outcome = { kind: "looked", marks: { events: MARK }, hasFound: true, dueAt: AT_ONCE } as const;
    expect(await looks.settle(looked[0] as GitHubLook, outcome)).toBe(true);
    expect(await claim()).toMatchObject({ marks: { events: MARK }, claims: 2, failures: 0, foundAt: expect.any(Date) });
  });

  test("what isn't due yet isn't looked at, and what failed keeps how far it was read", async () => {
    await show([1]);
    await looks.settle(await claim(), { kind: "looked", marks: { events: MARK }, hasFound: false, dueAt: AT_ONCE });
    await looks.settle(await claim(), { kind: "failed", reason: "it's away", dueAt: AT_ONCE });
    const third = await claim();
    expect(third).toMatchObject({ marks: { events: MARK }, failures: 1, foundAt: null });
    await looks.settle(third, { kind: "failed", reason: "it's away", dueAt: LATER });
    expect(await claimAll()).toEqual([]);
  });

  test("whose look was taken over has no word any more", async () => {
    await show([1]);
    const slow = await claim();
    await stores.endLooks();
    const look = await claim();
    const outcome = { kind: "looked", marks: {}, hasFound: true, dueAt: LATER } as const;
    expect([await looks.renew(slow, LEASE), await looks.renew(look, LEASE)]).toEqual([false, true]);
    expect(await looks.settle(slow, outcome)).toBe(false);
    expect(await looks.settle(look, outcome)).toBe(true);
    expect(await looks.renew(look, LEASE)).toBe(false);
  });

  test("repositories come and go, and those that stay are read on", async () => {
    await show([1, 2]);
    expect(await looks.countPlaces(appId)).toBe(2);
    for (const look of await claimAll()) {
      await looks.settle(look, { kind: "looked", marks: { events: MARK }, hasFound: false, dueAt: AT_ONCE });
    }
    await show([2, 3]);
    const kept = (await claimAll()).map(({ repositoryId, marks }) => `${repositoryId}: ${Object.keys(marks)}`);
    expect(kept.toSorted()).toEqual(["2: events", "3: "]);
  });

  test("nothing is looked at that takes nothing: what is archived, suspended, or gone with its App", async () => {
    await show([1], { isArchived: true });
    expect(await looks.countPlaces(appId)).toBe(0);
    await show([1]);
    expect(await looks.countPlaces(appId)).toBe(1);
    await show([1], { suspendedAt: new Date() });
    expect(await looks.countPlaces(appId)).toBe(0);
    await stores.apps.remove(appId);
    await looks.ensure();
    expect(await looks.claimNext(LEASE)).toBeNull();
  });
}
