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
const LABELS = ["catalyst", "catalyst:aider"];
const wish = { findLabels: async () => LABELS, isMending: false };
const ofShop = (logins?: readonly string[], name = SHOP) =>
  inspectRepository({ app, stored: stored(logins), ...wish }, name);
const mendShop = () => inspectRepository({ app, stored: stored(), ...wish, isMending: true }, SHOP);
const states = (found: { check: string; state: string }[]) => found.map(({ check, state }) => `${check} ${state}`);

test("where all is as it should be nothing is to be mended", async () => {
  expect(states(await ofApp())).toEqual(["key ok", "permissions ok", "webhook limited"]);
  await mendShop();
  const found = await ofShop();
  expect(states(found)).toEqual(["installed ok", "permissions ok", "repository ok", "account ok", "rules ok"]);
  expect(found.map(({ page }) => page)).toEqual([null, null, null, null, null]);
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

test("labels that people can't pick are told and made, and one that somebody made otherwise stays as it is", async () => {
  const own = { name: "Catalyst", color: "ff0000", description: "our own" };
  await askAsPerson(peer, "ada").request("POST /repos/{owner}/{repo}/labels", { owner: "acme", repo: "shop", ...own });
  const ofLabels = (found: { check: string }[]) => found.filter(({ check }) => check === "repository");
  expect(ofLabels(await ofShop())).toMatchObject([
    {
      ...{ state: "limited", page: "https://github.com/acme/shop/labels" },
      detail: "people can't pick the labels catalyst:aider: they aren't there",
    },
  ]);
  expect(ofLabels(await mendShop())).toMatchObject([{ state: "ok", detail: "its labels were made: catalyst:aider" }]);
  expect(ofLabels(await ofShop())).toMatchObject([{ state: "ok" }]);
  expect(ofLabels(await mendShop())).toMatchObject([{ state: "ok" }]);
  const { labels } = peer.repository("acme/shop");
  expect(labels.filter(({ name }) => /^catalyst/i.test(name))).toMatchObject([
    own,
    { name: "catalyst:aider", description: "Asks Catalyst for work on it by aider" },
  ]);
});

test("a label that GitHub doesn't let be made is told with the reason, and one whose answer was lost is made once", async () => {
  const refused = { status: 403, message: "Resource not accessible by integration" };
  peer.meet({ method: "POST", path: /\/labels$/, does: refused });
  expect((await mendShop()).find(({ check }) => check === "repository")).toMatchObject({
    ...{ state: "limited", detail: expect.stringContaining("Making the label catalyst failed") },
  });
  peer.meet({ method: "POST", path: /\/labels$/, when: "after", does: { status: 502 } });
  expect((await mendShop()).find(({ check }) => check === "repository")).toMatchObject({
    ...{ state: "ok", detail: "its labels were made: catalyst, catalyst:aider" },
  });
});
