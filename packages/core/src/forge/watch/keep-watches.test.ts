import { randomUUID } from "node:crypto";
import { beforeEach, expect, test } from "vitest";
import type { AccountStore } from "../../account/account-store.ts";
import { openAppKey } from "../../opening/open-github-app.ts";
import { memoryGitHubAppStore } from "../../testing/stores/forge/memory-github-app-store.ts";
import { memoryGitHubInstallationStore } from "../../testing/stores/forge/memory-github-installation-store.ts";
import { createMemory, type Memory } from "../../testing/stores/memory.ts";
import { createTestKeys } from "../../testing/test-keys.ts";
import type { GitHubApp } from "../app/github-app.ts";
import { listApps, removeApp } from "../app/keep-apps.ts";
import { listWatches, type NewWatch, removeWatch, type StoreWatchDeps, storeWatch } from "./keep-watches.ts";

const OWNER = { kind: "machine_owner", userId: randomUUID() } as const;
const PERSON = { kind: "person", userId: randomUUID() } as const;
const LINKS = [{ forge: "github", accountId: "7" }];
const { sealing, opening } = createTestKeys();
const WATCH: NewWatch = {
  ...{ host: "github.com", repository: { id: 5, owner: "acme", name: "shop" } },
  ...{ account: { id: 7, login: "ada" }, token: "github_pat_first" },
};

let memory: Memory;
let deps: StoreWatchDeps & {
  githubApps: ReturnType<typeof memoryGitHubAppStore>;
  accounts: Pick<AccountStore, "listForgeLinks">;
};
beforeEach(() => {
  memory = createMemory();
  deps = {
    githubApps: memoryGitHubAppStore(memory),
    accounts: { listForgeLinks: async (userId) => (userId === PERSON.userId ? LINKS : []) },
    installations: memoryGitHubInstallationStore(memory),
    openDeliverySealing: async () => sealing,
    newId: randomUUID,
    now: () => new Date(),
  };
});

test("a token is kept sealed, for its repository alone, and is no App", async () => {
  const watch = await storeWatch(WATCH, deps);
  expect(JSON.stringify(watch)).not.toContain(WATCH.token);
  expect(openAppKey(watch, opening)).toBe(WATCH.token);
  expect(() => openAppKey({ ...watch, appId: 6 }, opening)).toThrow("altered");
  expect(await listWatches({ actor: OWNER }, deps)).toEqual([watch]);
  expect(await listApps({ actor: OWNER }, deps)).toEqual([]);
  await expect(removeApp({ actor: OWNER, id: watch.id }, deps)).rejects.toMatchObject({ code: "not_found" });
});

test("watched again it has the new token, and is watched once", async () => {
  const first = await storeWatch(WATCH, deps);
  const again = await storeWatch({ ...WATCH, account: { id: 8, login: "bea" }, token: "github_pat_second" }, deps);
  expect(again).toMatchObject({ id: first.id, slug: "bea", botUserId: 8 });
  expect(openAppKey(again, opening)).toBe("github_pat_second");
  expect(await listWatches({ actor: OWNER }, deps)).toHaveLength(1);
});

test("where an App is installed nothing is watched", async () => {
  const app = { ...(await storeWatch(WATCH, deps)), id: randomUUID(), appId: 12, slug: "catalyst", watched: null };
  await deps.githubApps.insert(app satisfies GitHubApp);
  const installations = memoryGitHubInstallationStore(memory);
  const of = { appId: app.id, installationId: 3 };
  const who = { accountId: 1, accountLogin: "acme", accountKind: "organization" } as const;
  await installations.put({ ...of, ...who, permissions: {}, suspendedAt: null });
  const shop = { repositoryId: 5, owner: "acme", name: "shop", isPrivate: true, isArchived: false };
  await installations.show(of, { repositories: [shop], isWhole: true });
  await expect(storeWatch(WATCH, deps)).rejects.toMatchObject({
    ...{ code: "conflict", message: expect.stringContaining("the App catalyst is installed there") },
  });
});

test("the machine's owner and whose account it is see and end it, and nobody else", async () => {
  const theirs = await storeWatch(WATCH, deps);
  const bea = { ...WATCH, repository: { ...WATCH.repository, id: 6 }, account: { id: 8, login: "bea" } };
  const hers = await storeWatch(bea, deps);
  const elsewhere = { ...WATCH, host: "github.example", repository: { ...WATCH.repository, id: 9 } };
  await storeWatch(elsewhere, deps);
  const nobody = { kind: "person", userId: randomUUID() } as const;
  expect(await listWatches({ actor: nobody }, deps)).toEqual([]);
  await expect(removeWatch({ actor: nobody, id: theirs.id }, deps)).rejects.toMatchObject({ code: "not_found" });
  expect(await listWatches({ actor: PERSON }, deps)).toEqual([theirs]);
  await expect(removeWatch({ actor: PERSON, id: hers.id }, deps)).rejects.toMatchObject({ code: "not_found" });
  await removeWatch({ actor: PERSON, id: theirs.id }, deps);
  await expect(removeWatch({ actor: PERSON, id: theirs.id }, deps)).rejects.toMatchObject({ code: "not_found" });
  await removeWatch({ actor: OWNER, id: hers.id }, deps);
  expect(await deps.githubApps.list()).toMatchObject([{ host: "github.example" }]);
  await expect(listWatches({ actor: { kind: "system" } }, deps)).rejects.toMatchObject({ code: "forbidden" });
});
