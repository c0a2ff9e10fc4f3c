import { randomUUID } from "node:crypto";
import { setTimeout as wait } from "node:timers/promises";
import type { WorkerWish } from "@catalyst/core";
import { isWatch, storeWatch } from "@catalyst/core/forge";
import { openWatchToken } from "@catalyst/core/opening";
import { createTestKeys } from "@catalyst/core/testing";
import { afterAll, beforeAll, beforeEach, expect, test } from "vitest";
import { startTestServer, type TestServer } from "../../testing/start-test-server.ts";

const TOKEN = "github_pat_of_octocat";
const SHOP = { owner: "acme", name: "shop" };
const keys = createTestKeys();

let server: TestServer;
beforeAll(async () => {
  server = await startTestServer({ takeSeconds: 60 });
  server.deps.openDeliverySealing = async () => keys.sealing;
});
afterAll(() => server.close());
beforeEach(() => server.db.pool.query("delete from rate_limits; delete from github_apps; delete from worker_wishes"));

type WatchWish = Extract<WorkerWish, { kind: "watch_repository" }>;

/** Does the next wish as a worker that found the token to be this account's; returns it. */
async function watchAs(account: { id: number; login: string }): Promise<WatchWish> {
  const { githubApps, openDeliverySealing } = server.deps;
  const installations = { listShowing: async () => [] };
  const wishes: WatchWish[] = [];
  const work = async (wish: WorkerWish) => {
    wishes.push(wish as WatchWish);
    const watch = await storeWatch(
      { host: "github.com", repository: { id: 5, ...SHOP }, account, token: TOKEN },
      { githubApps, installations, openDeliverySealing, newId: randomUUID, now: () => new Date() },
    );
    return { kind: "repository_watched", appId: watch.id } as const;
  };
  while (!(await server.deps.worker.wishes.answerNext(work))) {
    await wait(5);
  }
  return wishes[0] as WatchWish;
}

const watch = () => server.client.call("watchGitHubRepository", { body: { repository: SHOP, token: TOKEN } });
const links = async () => (await server.client.call("listGitHubLinks", {})).data;

test("a token reaches the worker sealed for whoever gave it, its account becomes theirs, and nothing tells it again", async () => {
  const asked = watch();
  const wish = await watchAs({ id: 583231, login: "octocat" });
  const told = await asked;
  expect(told).toMatchObject({ host: "github.com", repository: "acme/shop", login: "octocat" });
  const place = { userId: server.deps.owner.userId, host: "github.com", ...SHOP };
  expect(openWatchToken(place, wish.token, keys.opening)).toBe(TOKEN);
  expect(await links()).toContainEqual({ host: "github.com", accountId: "583231" });
  expect((await server.client.call("listGitHubWatches", {})).data).toEqual([told]);
  expect((await server.client.call("listGitHubApps", {})).data).toEqual([]);
  const { rows } = await server.db.pool.query(
    "select wishes::text as wish, apps::text as app from worker_wishes wishes, github_apps apps",
  );
  expect(rows).toHaveLength(1);
  expect(JSON.stringify([rows, told])).not.toContain(TOKEN);
  await server.client.call("unwatchGitHubRepository", { params: { watch: told.id } });
  expect(await server.deps.githubApps.list()).toEqual([]);
});

test("whose account is somebody else's here isn't watched as", async () => {
  const other = await server.deps.accounts.ensureUser("bea");
  const account = { forge: "github", accountId: "7", login: "ada" };
  await server.deps.accounts.linkForgeAccount({ account, userId: other.id });
  const asked = watch();
  asked.catch(() => undefined);
  await watchAs({ id: 7, login: "ada" });
  await expect(asked).rejects.toMatchObject({ code: "conflict" });
  expect((await server.deps.githubApps.list()).filter(isWatch)).toEqual([]);
});

test("a token that opens a whole account is refused before anybody is asked", async () => {
  const body = { repository: SHOP, token: "ghp_0123456789" };
  await expect(server.client.call("watchGitHubRepository", { body })).rejects.toMatchObject({
    code: "invalid_input",
  });
  const { rows } = await server.db.pool.query("select from worker_wishes");
  expect(rows).toEqual([]);
});
