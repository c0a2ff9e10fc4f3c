import { randomUUID } from "node:crypto";
import type { GitHubInstallation } from "@catalyst/core/forge";
import { afterAll, beforeAll, expect, test } from "vitest";
import { describeApp, type GitHubStores } from "../../testing/github-stores.ts";

/** What every store of Apps and of who let them in promises. */
export function githubAppStoreContract(openStores: () => Promise<GitHubStores>): void {
  let stores: GitHubStores;
  beforeAll(async () => {
    stores = await openStores();
  });
  afterAll(() => stores?.close());

  async function storeApp(change: Parameters<typeof describeApp>[0] = {}) {
    const app = describeApp(change);
    await stores.apps.insert(app);
    return app;
  }

  test("an App comes back as it was stored, with all that is said of it", async () => {
    const app = await storeApp();
    const said = {
      slug: "renamed",
      botUserId: 2 ** 40,
      clientId: "Iv23li",
      formerSecrets: [{ secret: app.privateKey, endsAt: new Date() }],
      machineUsers: [{ id: 5, login: "catalyst-agent" }],
    };
    expect(await stores.apps.change(app.id, said)).toEqual({ ...app, ...said });
    expect(await stores.apps.get(app.id)).toEqual({ ...app, ...said });
    expect(await stores.apps.list()).toContainEqual({ ...app, ...said });
    expect(await stores.apps.get(randomUUID())).toBeNull();
    expect(await stores.apps.change(randomUUID(), { slug: "nobody" })).toBeNull();
  });

  test("a GitHub's App is there once, and another GitHub may have one of the same number", async () => {
    const { appId, host } = await storeApp();
    await expect(storeApp({ appId, host })).rejects.toMatchObject({ code: "conflict" });
    await storeApp({ appId, host: "ghe.example:8443" });
  });

  test("a repository that is watched may have the number of an App, and is watched once", async () => {
    const { appId, host } = await storeApp();
    const watched = { repositoryId: appId, owner: "acme", name: "shop" };
    const watch = await storeApp({ appId, host, watched });
    expect(await stores.apps.get(watch.id)).toEqual(watch);
    await expect(storeApp({ appId, host, watched })).rejects.toMatchObject({ code: "conflict" });
  });

  test("what is sealed is replaced where it is what it was, and nothing else of it", async () => {
    const app = await storeApp();
    const after = { ...app, privateKey: { ...app.privateKey, wrappedDataKey: "wrapped anew" } };
    await stores.apps.change(app.id, { slug: "renamed" });
    expect(await stores.apps.replaceSealed(app, after)).toBe(true);
    expect(await stores.apps.get(app.id)).toEqual({ ...after, slug: "renamed" });
    expect(await stores.apps.replaceSealed(app, app)).toBe(false);
    await stores.apps.change(app.id, { formerSecrets: [{ secret: app.privateKey, endsAt: new Date() }] });
    expect(await stores.apps.replaceSealed(after, app)).toBe(false);
    expect(await stores.apps.get(app.id)).toMatchObject({ privateKey: after.privateKey });
  });

  test("whoever watches is told of every change", async () => {
    let told = 0;
    const stop = await stores.apps.watch(() => {
      told += 1;
    });
    const app = await storeApp();
    await expect.poll(() => told).toBe(1);
    await stores.apps.change(app.id, { slug: "other" });
    await expect.poll(() => told).toBe(2);
    await stores.apps.remove(app.id);
    await expect.poll(() => told).toBe(3);
    stop();
  });

  test("of an installation counts what was said last, and it goes with its App", async () => {
    const app = await storeApp();
    const installation: GitHubInstallation = {
      appId: app.id,
      installationId: 2 ** 33,
      accountId: 7,
      accountLogin: "acme",
      accountKind: "organization",
      permissions: { issues: "write" },
      suspendedAt: null,
    };
    const suspended = { ...installation, accountLogin: "acme-inc", permissions: {}, suspendedAt: new Date() };
    await stores.installations.put(installation);
    await stores.installations.put({ ...installation, installationId: 1 });
    await stores.installations.put(suspended);
    expect(await stores.installations.find(installation)).toEqual(suspended);
    const numbers = async () => (await stores.installations.list(app.id)).map((one) => one.installationId);
    expect(await numbers()).toEqual([1, 2 ** 33]);
    expect(await stores.installations.remove({ appId: app.id, installationId: 1 })).toBe(true);
    expect(await stores.installations.remove({ appId: app.id, installationId: 1 })).toBe(false);
    expect(await stores.apps.remove(app.id)).toBe(true);
    expect(await stores.apps.remove(app.id)).toBe(false);
    expect(await numbers()).toEqual([]);
    await expect(stores.installations.put(installation)).rejects.toMatchObject({ code: "not_found" });
  });

  const INSTALLATION = {
    ...{ installationId: 3, accountId: 7, accountLogin: "acme", accountKind: "organization" as const },
    ...{ permissions: { issues: "write" }, suspendedAt: null },
  };
  const repository = (repositoryId: number, name = `shop-${repositoryId}`) => ({
    ...{ repositoryId, owner: "acme", name, isPrivate: true, isArchived: false },
  });

  test("an installation shows what was said last, and says which repositories it lost", async () => {
    const app = await storeApp();
    const of = { appId: app.id, installationId: 3 };
    await expect(stores.installations.show(of, { repositories: [], isWhole: true })).rejects.toMatchObject({
      code: "not_found",
    });
    await stores.installations.put({ ...INSTALLATION, ...of });
    const show = (repositories: ReturnType<typeof repository>[], isWhole = true) =>
      stores.installations.show(of, { repositories, isWhole });
    const numbers = async () => (await stores.installations.listShown(of)).map((one) => one.repositoryId);
    expect(await show([repository(1), repository(2), repository(1)])).toEqual([]);
    expect(await show([repository(2, "store"), repository(4)])).toEqual([1]);
    expect(await stores.installations.listShown(of)).toEqual([repository(4), repository(2, "store")]);
    expect(await show([repository(5)], false)).toEqual([]);
    expect(await numbers()).toEqual([4, 5, 2]);
    expect(await stores.installations.hide({ appId: app.id, repositoryId: 5 })).toBe(true);
    expect(await stores.installations.hide({ appId: app.id, repositoryId: 5 })).toBe(false);
    await stores.installations.remove(of);
    expect(await numbers()).toEqual([]);
  });

  test("a repository that moved is shown by its new account's installation, and by each App of its host", async () => {
    const [first, second] = [await storeApp({ createdAt: new Date(0) }), await storeApp()];
    const elsewhere = await storeApp({ host: "ghe.example" });
    for (const { id: appId } of [first, second, elsewhere]) {
      await stores.installations.put({ ...INSTALLATION, appId });
      await stores.installations.show({ appId, installationId: 3 }, { repositories: [repository(77)], isWhole: true });
    }
    const showing = async () =>
      (await stores.installations.listShowing({ host: "github.com", repositoryId: 77 })).map((one) => [
        one.appId,
        one.installationId,
      ]);
    const kept = [second.id, 3];
    expect(await showing()).toEqual([[first.id, 3], kept]);
    const moved = { appId: first.id, installationId: 9 };
    await stores.installations.put({ ...INSTALLATION, ...moved });
    await stores.installations.show(moved, { repositories: [repository(77)], isWhole: true });
    expect(await showing()).toEqual([[first.id, 9], kept]);
    const left = await stores.installations.show(
      { appId: first.id, installationId: 3 },
      { repositories: [], isWhole: true },
    );
    expect(left).toEqual([]);
  });

  test("what is sealed is replaced where it is what it was, and nothing else of it", async () => {
    const app = await storeApp();
    const after = { ...app, privateKey: { ...app.privateKey, wrappedDataKey: "wrapped anew" } };
    await stores.apps.change(app.id, { slug: "renamed" });
    expect(await stores.apps.replaceSealed(app, after)).toBe(true);
    expect(await stores.apps.get(app.id)).toEqual({ ...after, slug: "renamed" });
    expect(await stores.apps.replaceSealed(app, app)).toBe(false);
    await stores.apps.change(app.id, { formerSecrets: [{ secret: app.privateKey, endsAt: new Date() }] });
    expect(await stores.apps.replaceSealed(after, app)).toBe(false);
    expect(await stores.apps.get(app.id)).toMatchObject({ privateKey: after.privateKey });
  });

  test("whoever watches is told of what changes about installations and what they show", async () => {
    let told = 0;
    const stop = await stores.installations.watch(() => {
      told += 1;
    });
    const { id: appId } = await storeApp();
    const of = { appId, installationId: 3 };
    await stores.installations.put({ ...INSTALLATION, appId });
    await expect.poll(() => told).toBe(1);
    await stores.installations.show(of, { repositories: [repository(1)], isWhole: true });
    await expect.poll(() => told).toBe(2);
    await stores.installations.remove(of);
    await expect.poll(() => told).toBe(3);
    stop();
  });
}
