/** What installations show, kept in step with a GitHub by what it tells, and by looking there. */
import {
  endLostWork,
  type GitHubApp,
  keepInstallations,
  keepRegistryEvent,
  readRegistryEvent,
} from "@catalyst/core/forge";
import { installationReader, openApp, openConnections } from "@catalyst/github";
import {
  postgresGitHubAppStore,
  postgresGitHubInstallationStore,
  postgresRepoStore,
  postgresTaskStore,
} from "@catalyst/postgres";
import { testDatabase } from "@catalyst/postgres/testing";
import { afterEach, beforeEach, expect, test } from "vitest";
import { appSignedWith } from "../../server/src/github/testing/signed-delivery.ts";
import { makePeer, type Peer } from "../github-peer/make-peer.ts";
import { askAsApp, askAsPerson } from "../github-peer/testing/ask.ts";
import { type Receiver, receiveWebhooks } from "../github-peer/testing/receive-webhooks.ts";

const HOST = "github.example";
let peer: Peer;
let receiver: Receiver;
let app: GitHubApp;
let lost: number[];
let play: Awaited<ReturnType<typeof open>>;

async function open() {
  const db = await testDatabase();
  const connections = openConnections({ isPrivateAllowed: true });
  const opened = openApp({
    ...{ id: peer.app.id, privateKey: peer.app.privateKey, connections, gapMilliseconds: 0 },
    ...{ api: { url: peer.address, version: null }, now: () => new Date() },
  });
  const [installations, githubApps] = [postgresGitHubInstallationStore(db), postgresGitHubAppStore(db)];
  const stores = { installations, repos: postgresRepoStore(db), tasks: postgresTaskStore(db) };
  await githubApps.insert(app);
  const deps = {
    ...{ reader: installationReader(opened), installations, githubApps },
    async onLost(of: Parameters<typeof endLostWork>[0]) {
      lost.push(...of.repositoryIds);
      await endLostWork(of, stores);
    },
  };
  return { db, connections, deps, heard: 0 };
}

beforeEach(async () => {
  peer = await makePeer({
    people: ["ada"],
    organizations: ["acme", "other"],
    repositories: { "acme/shop": { isPrivate: true, roles: { ada: "admin" } }, "acme/web": {}, "other/tool": {} },
    installations: { acme: { repositories: ["shop", "web"] } },
  });
  receiver = await receiveWebhooks(peer);
  app = appSignedWith(null, { host: HOST, appId: peer.app.id });
  lost = [];
  play = await open();
  await keepInstallations(app, play.deps);
});

afterEach(async () => {
  await play.connections.close();
  await receiver.close();
  await play.db.close();
  await peer.close();
});

/** Does what follows of all that was told since the last time, once so much was. */
async function follow(count: number): Promise<void> {
  await expect.poll(() => receiver.received.length).toBe(play.heard + count);
  const told = receiver.received.slice(play.heard);
  play.heard += count;
  for (const { headers, body } of told) {
    const event = readRegistryEvent({ event: String(headers["x-github-event"]), payload: body });
    expect(event).not.toBeNull();
    await (event && keepRegistryEvent(app, event, play.deps));
  }
}

async function shown(): Promise<string[]> {
  const { installations } = play.deps;
  const found = await Promise.all((await installations.list(app.id)).map((one) => installations.listShown(one)));
  return found.flat().map(({ owner, name, isArchived }) => `${owner}/${name}${isArchived ? " (archived)" : ""}`);
}

const numberOf = (name: string) => peer.repository(name).id;

test("what was there before is found by looking, with the account as which the App acts", async () => {
  expect(await shown()).toEqual(["acme/shop", "acme/web"]);
  expect(await play.deps.githubApps.get(app.id)).toMatchObject({ botUserId: peer.app.bot.id });
  expect(await play.deps.installations.list(app.id)).toMatchObject([
    { accountLogin: "acme", accountKind: "organization", permissions: { issues: "write" }, suspendedAt: null },
  ]);
});

test("repositories that are chosen, renamed and archived are followed, and those that are taken away are lost", async () => {
  const ada = askAsPerson(peer, "ada");
  const web = numberOf("acme/web");
  peer.site.chooseRepositories("acme", ["shop"]);
  await follow(1);
  expect([await shown(), lost]).toEqual([["acme/shop"], [web]]);
  await ada.request("PATCH /repos/{owner}/{repo}", { owner: "acme", repo: "shop", name: "store" });
  await ada.request("PATCH /repos/{owner}/{repo}", { owner: "acme", repo: "store", archived: true });
  await follow(2);
  expect(await shown()).toEqual(["acme/store (archived)"]);
});

test("suspended it shows nothing, let go on it shows all again, and uninstalled it is gone", async () => {
  const one = { installation_id: peer.installation("acme").id };
  await askAsApp(peer).request("PUT /app/installations/{installation_id}/suspended", one);
  await follow(1);
  expect(await shown()).toEqual([]);
  expect(new Set(lost.splice(0))).toEqual(new Set([numberOf("acme/shop"), numberOf("acme/web")]));
  await askAsApp(peer).request("DELETE /app/installations/{installation_id}/suspended", one);
  await follow(1);
  expect(await shown()).toEqual(["acme/shop", "acme/web"]);
  await askAsApp(peer).request("DELETE /app/installations/{installation_id}", one);
  await follow(1);
  expect(await play.deps.installations.list(app.id)).toEqual([]);
  expect(lost).toHaveLength(2);
});

test("what was told twice, late and never is the same in the end", async () => {
  peer.site.install("other");
  peer.site.chooseRepositories("acme", ["web"]);
  peer.site.chooseRepositories("acme", ["web", "shop"]);
  await expect.poll(() => receiver.received.length).toBe(3);
  receiver.received.reverse();
  await follow(3);
  play.heard = 0;
  await follow(3);
  await keepInstallations(app, play.deps);
  expect(await shown()).toEqual(["acme/shop", "acme/web", "other/tool"]);
});

test("the work on a repository that was transferred to where the App isn't ends, and it isn't shown", async () => {
  const shop = { owner: "acme", repo: "shop" };
  await askAsPerson(peer, "ada").request("POST /repos/{owner}/{repo}/transfer", { ...shop, new_owner: "other" });
  await keepInstallations(app, play.deps);
  expect([await shown(), lost]).toEqual([["acme/web"], [numberOf("other/shop")]]);
});
