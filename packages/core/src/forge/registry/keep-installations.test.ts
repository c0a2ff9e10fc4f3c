import { beforeEach, expect, test } from "vitest";
import { memoryGitHubAppStore } from "../../testing/stores/forge/memory-github-app-store.ts";
import { memoryGitHubInstallationStore } from "../../testing/stores/forge/memory-github-installation-store.ts";
import { createMemory, type Memory } from "../../testing/stores/memory.ts";
import type { GitHubApp } from "../app/github-app.ts";
import type { ShownRepository } from "../app/installation.ts";
import type { FoundInstallation } from "./installation-reader.ts";
import { type KeepInstallationsDeps, keepInstallations, keepRegistryEvent } from "./keep-installations.ts";

const APP = { id: "0b7c9a4e-7f0c-4f0e-9d0a-3c3a6f1d7a11", host: "github.com", botUserId: null } as GitHubApp;
const ACME = { accountId: 7, accountLogin: "acme", accountKind: "organization" as const, permissions: {} };

/** What GitHub says, by number of installation. */
let said: Map<number, { found: FoundInstallation; shown: ShownRepository[]; isWhole: boolean }>;
let deps: KeepInstallationsDeps;
let memory: Memory;
/** Of which installations it was asked what they show, and that it was asked whom the App is seen to act as. */
let asked: (number | "bot")[];
let now: number;
let lost: number[];

const repository = (repositoryId: number, name = `r${repositoryId}`): ShownRepository => ({
  ...{ repositoryId, owner: "acme", name, isPrivate: true, isArchived: false },
});
function say(
  installationId: number,
  shown: ShownRepository[],
  { suspendedAt = null as Date | null, isWhole = true } = {},
) {
  said.set(installationId, { found: { installationId, ...ACME, suspendedAt }, shown, isWhole });
}

beforeEach(() => {
  said = new Map();
  lost = [];
  [asked, now] = [[], 0];
  memory = createMemory(() => new Date(now));
  memory.githubApps.set(APP.id, APP);
  deps = {
    reader: {
      list: async () => ({ installations: [...said.values()].map(({ found }) => found), isWhole: true }),
      find: async (id) => said.get(id)?.found ?? null,
      async listShown(id) {
        asked.push(id);
        const one = said.get(id);
        return one === undefined ? null : { repositories: one.shown, isWhole: one.isWhole };
      },
      findShown: async ({ installationId, repositoryId }) =>
        said.get(installationId)?.shown.find((one) => one.repositoryId === repositoryId) ?? null,
      async findBotId() {
        asked.push("bot");
        return 91;
      },
    },
    installations: memoryGitHubInstallationStore(memory),
    githubApps: memoryGitHubAppStore(memory),
    onLost: async ({ repositoryIds }) => void lost.push(...repositoryIds),
  };
});

const shownNow = async (installationId: number) =>
  (await deps.installations.listShown({ appId: APP.id, installationId })).map(({ name }) => name);
const hear = (repositoryId: number, installationId = 3) =>
  keepRegistryEvent(APP, { kind: "repository", installationId, repositoryId }, deps);

test("all that GitHub says is noted, and whom the App is seen to act as", async () => {
  say(3, [repository(1), repository(2)]);
  say(4, []);
  await keepInstallations(APP, deps);
  expect((await deps.installations.list(APP.id)).map((one) => one.installationId)).toEqual([3, 4]);
  expect(await shownNow(3)).toEqual(["r1", "r2"]);
  const watched = memoryOf();
  expect(await watched).toMatchObject({ botUserId: 91 });
  expect(lost).toEqual([]);
  expect(asked).toEqual([3, "bot", 4]);
});
const memoryOf = () => deps.githubApps.change(APP.id, {});

test("what was taken away is lost: a repository, all of a suspended installation, and all of one that is gone", async () => {
  say(3, [repository(1), repository(2)]);
  say(4, [repository(8)]);
  await keepInstallations(APP, deps);
  say(3, [repository(2)]);
  await keepRegistryEvent(APP, { kind: "installation", installationId: 3 }, deps);
  expect(lost.splice(0)).toEqual([1]);
  say(3, [repository(2)], { suspendedAt: new Date() });
  await keepRegistryEvent(APP, { kind: "installation", installationId: 3 }, deps);
  expect(lost.splice(0)).toEqual([2]);
  said.delete(4);
  await keepInstallations(APP, deps);
  expect(lost.splice(0)).toEqual([8]);
  expect((await deps.installations.list(APP.id)).map((one) => one.installationId)).toEqual([3]);
  say(3, [repository(2)]);
  await keepInstallations(APP, deps);
  expect(await shownNow(3)).toEqual(["r2"]);
});

test("of a list that is too long to be read nothing is taken for lost", async () => {
  say(3, [repository(1)]);
  await keepInstallations(APP, deps);
  say(3, [repository(2)], { isWhole: false });
  await keepInstallations(APP, deps);
  expect(lost).toEqual([]);
  expect(await shownNow(3)).toEqual(["r1", "r2"]);
});

test("a repository that is heard of is looked at by itself: renamed, new, gone, of an installation that nobody knew", async () => {
  say(3, [repository(1), repository(2)]);
  await hear(2);
  expect(await shownNow(3)).toEqual(["r1", "r2"]);
  say(3, [repository(1, "store"), repository(2), repository(5)]);
  await hear(1);
  await hear(5);
  expect(await shownNow(3)).toEqual(["r2", "r5", "store"]);
  say(3, [repository(2), repository(5)]);
  await hear(1);
  await hear(1);
  expect(await shownNow(3)).toEqual(["r2", "r5"]);
  expect(new Set(lost)).toEqual(new Set([1]));
});

test("one that moved to another installation of the App stays shown by that", async () => {
  say(3, [repository(1)]);
  say(4, []);
  await keepInstallations(APP, deps);
  say(3, []);
  say(4, [repository(1)]);
  await hear(1, 4);
  await hear(1, 3);
  expect(await shownNow(4)).toEqual(["r1"]);
});

test("a look that spares asks of those that are new or changed, and of the ones that it asked of longest ago", async () => {
  const look = (most = 10) => keepInstallations(APP, deps, { before: new Date(now - 10), most });
  for (const [number, at] of [
    [3, 1],
    [4, 3],
    [5, 2],
  ] as const) {
    now = at;
    say(number, []);
    await keepRegistryEvent(APP, { kind: "installation", installationId: number }, deps);
  }
  asked = [];
  now = 11;
  await look();
  expect(asked).toEqual([]);
  now = 20;
  say(6, [repository(1)]);
  await look(2);
  expect(asked.splice(0)).toEqual([6, "bot", 3]);
  say(6, [repository(1)], { suspendedAt: new Date() });
  await look();
  expect(asked.splice(0)).toEqual([5, "bot", 4]);
  expect(lost).toEqual([1]);
  say(6, [repository(1)]);
  await look();
  expect(asked.splice(0)).toEqual([6, "bot"]);
});
