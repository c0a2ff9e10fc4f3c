import { afterEach, beforeEach, expect, test } from "vitest";
import { makePeer, type Peer } from "../make-peer.ts";
import { askAsApp, askAsInstallation, askAsPerson, askWithToken } from "../testing/ask.ts";

const SHOP = { owner: "acme", repo: "shop" };
let peer: Peer;

beforeEach(async () => {
  peer = await makePeer({
    people: ["ada"],
    organizations: ["acme", "other"],
    repositories: {
      "acme/shop": { isPrivate: true, roles: { ada: "write" } },
      "acme/site": { isPrivate: true },
      "other/tool": { isPrivate: true },
    },
    installations: { acme: {} },
  });
});

afterEach(() => peer.close());

async function mint(
  narrowed: { repositories?: string[]; permissions?: { contents?: "read" | "write"; workflows?: "write" } } = {},
) {
  const { data } = await askAsApp(peer).request("POST /app/installations/{installation_id}/access_tokens", {
    installation_id: peer.installation("acme").id,
    ...narrowed,
  });
  return data;
}

test("the App is known by its key, and its installations are listed", async () => {
  const { data } = await askAsApp(peer).request("GET /app");
  expect(data).toMatchObject({ id: peer.app.id, slug: "catalyst", installations_count: 1 });
  const list = await askAsApp(peer).request("GET /app/installations");
  expect(list.data.map(({ account }) => account)).toMatchObject([{ login: "acme", type: "Organization" }]);
  const ofShop = await askAsApp(peer).request("GET /repos/{owner}/{repo}/installation", SHOP);
  expect(ofShop.data.id).toBe(peer.installation("acme").id);
});

test("somebody else's key, a key's token that lives too long and no key at all aren't the App", async () => {
  const stranger = await makePeer({});
  const forged = askAsApp({ ...peer, app: { ...peer.app, privateKey: stranger.app.privateKey } });
  await stranger.close();
  await expect(forged.request("GET /app")).rejects.toMatchObject({ status: 401 });
  await expect(askAsPerson(peer, "ada").request("GET /app")).rejects.toMatchObject({ status: 401 });
  await expect(askWithToken(peer, "ghs_nobody").request("GET /user")).rejects.toMatchObject({ status: 401 });
});

test("a token is narrowed to what is asked for, and reaches nothing else", async () => {
  const { token, permissions, repositories } = await mint({
    repositories: ["shop"],
    permissions: { contents: "read" },
  });
  expect(permissions).toEqual({ contents: "read", metadata: "read" });
  expect(repositories?.map(({ name }) => name)).toEqual(["shop"]);
  const octokit = askWithToken(peer, token);
  expect((await octokit.request("GET /installation/repositories")).data.total_count).toBe(1);
  expect((await octokit.request("GET /repos/{owner}/{repo}", SHOP)).data.full_name).toBe("acme/shop");
  await expect(octokit.request("GET /repos/acme/site")).rejects.toMatchObject({ status: 404 });
  const write = octokit.request("POST /repos/{owner}/{repo}/git/refs", {
    ...SHOP,
    ref: "refs/heads/x",
    sha: "0".repeat(40),
  });
  await expect(write).rejects.toMatchObject({
    status: 403,
    message: expect.stringMatching(/not accessible by integration/),
  });
});

test("more than the installation has, and repositories that it hasn't, are refused with 422", async () => {
  await expect(mint({ permissions: { workflows: "write" } })).rejects.toMatchObject({ status: 422 });
  await expect(mint({ repositories: ["tool"] })).rejects.toMatchObject({ status: 422 });
});

test("a revoked token, one after its hour and one of a suspended installation end", async () => {
  const { token } = await mint();
  await askWithToken(peer, token).request("DELETE /installation/token");
  await expect(askWithToken(peer, token).request("GET /installation/repositories")).rejects.toMatchObject({
    status: 401,
  });
  const other = await mint();
  peer.installation("acme").suspendedAt = new Date();
  await expect(askWithToken(peer, other.token).request("GET /installation/repositories")).rejects.toMatchObject({
    status: 403,
  });
  await expect(mint()).rejects.toMatchObject({ status: 403 });
});

test("an installation isn't a person", async () => {
  await expect(askAsInstallation(peer, "acme").request("GET /user")).rejects.toMatchObject({ status: 403 });
  expect((await askAsPerson(peer, "ada").request("GET /user")).data.login).toBe("ada");
  const bot = await askAsInstallation(peer, "acme").request("GET /users/{username}", { username: "catalyst[bot]" });
  expect(bot.data).toMatchObject({ id: peer.app.bot.id, type: "Bot" });
});
