/** What keeps work from being done at a GitHub, found out before it is tried. */
import { type GitHubApp, inspectApp, inspectRepository, openApp, openConnections } from "@catalyst/github";
import { afterEach, beforeEach, expect, test } from "vitest";
import { makePeer, type Peer } from "../github-peer/make-peer.ts";
import { askAsApp, askAsPerson } from "../github-peer/testing/ask.ts";
import { receiveWebhooks } from "../github-peer/testing/receive-webhooks.ts";

const SHOP = { owner: "acme", name: "shop" };
let peer: Peer;
let app: GitHubApp;

beforeEach(async () => {
  peer = await makePeer({
    people: ["ada", "catalyst-agent", "stranger"],
    organizations: ["acme"],
    repositories: {
      "acme/shop": { isPrivate: true, roles: { ada: "admin", "catalyst-agent": "triage" }, files: { "a.txt": "a\n" } },
      "acme/web": { isPrivate: true, files: { "a.txt": "a\n" } },
    },
    installations: { acme: { repositories: ["shop"] } },
  });
  app = open(peer.app.privateKey);
});

afterEach(async () => {
  await app.connections.close();
  await peer.close();
});

function open(privateKey: string): GitHubApp {
  const connections = openConnections({ isPrivateAllowed: true });
  const api = { url: peer.address, version: null };
  return openApp({ id: peer.app.id, privateKey, connections, api, now: () => new Date(), gapMilliseconds: 0 });
}

const stored = (logins: readonly string[] = ["catalyst-agent"]) => ({
  ...{ host: "github.com", slug: "catalyst", hasWebhook: true },
  machineUsers: logins.map((login) => ({ login, id: peer.person(login).id })),
});
const ofApp = () => inspectApp(stored(), app.asker);
const ofShop = (logins?: readonly string[], name = SHOP) => inspectRepository({ app, stored: stored(logins) }, name);
const states = (found: { check: string; state: string }[]) => found.map(({ check, state }) => `${check} ${state}`);

test("where all is as it should be nothing is to be mended", async () => {
  expect(states(await ofApp())).toEqual(["key ok", "permissions ok", "webhook limited"]);
  const found = await ofShop();
  expect(states(found)).toEqual(["installed ok", "permissions ok", "account ok", "rules ok"]);
  expect(found.map(({ page }) => page)).toEqual([null, null, null, null]);
});

test("the last delivery says whether the webhook is answered", async () => {
  const receiver = await receiveWebhooks(peer);
  peer.site.chooseRepositories("acme", ["shop", "web"]);
  await expect.poll(() => peer.deliveries.at(-1)?.response?.status).toBeTruthy();
  expect((await ofApp()).at(-1)).toMatchObject({ check: "webhook", state: "ok" });
  await receiver.close();
  peer.site.chooseRepositories("acme", ["shop"]);
  await expect.poll(() => peer.deliveries.at(-1)?.response?.status).toBe(0);
  expect((await ofApp()).at(-1)).toMatchObject({
    ...{ check: "webhook", state: "failed" },
    page: expect.stringContaining("/settings/apps/catalyst/advanced"),
  });
});

test("a key that isn't taken is said, and nothing else is asked", async () => {
  const other = await makePeer({});
  const forged = open(other.app.privateKey);
  await other.close();
  const found = await inspectApp(stored(), forged.asker);
  await forged.connections.close();
  expect(states(found)).toEqual(["key failed"]);
});

test("a repository that isn't chosen, an installation that is suspended and permissions that aren't accepted have their pages", async () => {
  expect(await ofShop([], { owner: "acme", name: "web" })).toMatchObject([
    { check: "installed", state: "failed", page: "https://github.com/apps/catalyst/installations/new" },
  ]);
  const { id } = peer.installation("acme");
  peer.site.acceptPermissions("acme", { ...peer.app.permissions, contents: "read" });
  expect((await ofShop())[1]).toMatchObject({
    ...{ check: "permissions", state: "failed", detail: "contents: write isn't allowed" },
    page: `https://github.com/organizations/acme/settings/installations/${id}`,
  });
  await askAsApp(peer).request("PUT /app/installations/{installation_id}/suspended", { installation_id: id });
  expect(await ofShop()).toMatchObject([{ check: "installed", state: "failed", clicks: "Unsuspend" }]);
});

test("workflows that it may change are more than it should have", async () => {
  peer.site.acceptPermissions("acme", { ...peer.app.permissions, workflows: "write" });
  expect((await ofShop())[1]).toMatchObject({ check: "permissions", state: "limited" });
});

test("an account without a role can't be picked, which GitHub itself tells nobody", async () => {
  expect((await ofShop(["catalyst-agent", "stranger"])).filter(({ check }) => check === "account")).toMatchObject([
    { state: "ok" },
    { state: "failed", page: "https://github.com/acme/shop/settings/access" },
  ]);
  expect((await ofShop([])).find(({ check }) => check === "account")).toMatchObject({ state: "limited" });
});

test("rules of the base and of our branches are told before a push is refused", async () => {
  const ruleset = async (include: string[], type: "required_signatures" | "creation") => {
    await askAsPerson(peer, "ada").request("POST /repos/{owner}/{repo}/rulesets", {
      ...{ owner: "acme", repo: "shop", name: type, target: "branch", enforcement: "active" },
      ...{ conditions: { ref_name: { include, exclude: [] } }, rules: [{ type }] },
    });
  };
  await ruleset(["~DEFAULT_BRANCH"], "required_signatures");
  const rules = async () => (await ofShop()).filter(({ check }) => check === "rules");
  expect(states(await rules())).toEqual(["rules limited"]);
  await ruleset(["~ALL"], "creation");
  expect(states(await rules())).toEqual(["rules failed", "rules limited"]);
});
