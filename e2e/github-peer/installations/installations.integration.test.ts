import { afterEach, beforeEach, expect, test } from "vitest";
import { makePeer, type Peer } from "../make-peer.ts";
import { askAsApp, askAsInstallation, askAsPerson } from "../testing/ask.ts";
import { checkOut } from "../testing/propose.ts";
import { type Receiver, receiveWebhooks } from "../testing/receive-webhooks.ts";

const SHOP = { owner: "acme", repo: "shop" };
let peer: Peer;
let receiver: Receiver;

beforeEach(async () => {
  peer = await makePeer({
    people: ["ada"],
    organizations: ["acme", "other"],
    repositories: {
      "acme/shop": { isPrivate: true, roles: { ada: "admin" } },
      "acme/site": { isPrivate: true, roles: { ada: "admin" } },
    },
    installations: { acme: { repositories: ["shop"] } },
  });
  receiver = await receiveWebhooks(peer);
});

afterEach(async () => {
  await peer.close();
  await receiver.close();
});

function told() {
  return peer.deliveries.map(({ event, action }) => `${event}.${action}`);
}

test("installing, choosing repositories and accepting permissions are told, whatever the App listens to", async () => {
  const { id } = peer.site.install("other");
  peer.site.chooseRepositories("acme", ["site"]);
  peer.site.acceptPermissions("acme", { ...peer.app.permissions, checks: "write" });
  expect(told()).toEqual([
    ...["installation.created", "installation_repositories.added", "installation_repositories.removed"],
    "installation.new_permissions_accepted",
  ]);
  expect(peer.deliveries[0]?.body).toMatchObject({ installation: { id, account: { login: "other" } } });
  expect(peer.deliveries[1]?.body).toMatchObject({ repositories_added: [{ full_name: "acme/site" }] });
});

test("an App that is suspended or uninstalled midway has no token any more, and is told", async () => {
  const app = askAsInstallation(peer, "acme");
  await app.request("GET /repos/{owner}/{repo}", SHOP);
  const one = { installation_id: peer.installation("acme").id };
  await askAsApp(peer).request("PUT /app/installations/{installation_id}/suspended", one);
  await expect(app.request("GET /repos/{owner}/{repo}", SHOP)).rejects.toMatchObject({ status: 403 });
  await askAsApp(peer).request("DELETE /app/installations/{installation_id}/suspended", one);
  await app.request("GET /repos/{owner}/{repo}", SHOP);
  await askAsApp(peer).request("DELETE /app/installations/{installation_id}", one);
  await expect(app.request("GET /repos/{owner}/{repo}", SHOP)).rejects.toMatchObject({ status: 401 });
  const mint = askAsApp(peer).request("POST /app/installations/{installation_id}/access_tokens", one);
  await expect(mint).rejects.toMatchObject({ status: 404 });
  expect(told()).toEqual(["installation.suspend", "installation.unsuspend", "installation.deleted"]);
});

test("a renamed repository is found under its old name and by its id, over the API and by git", async () => {
  const { id } = peer.repository("acme/shop");
  const ada = askAsPerson(peer, "ada");
  await ada.request("PATCH /repos/{owner}/{repo}", { ...SHOP, name: "store" });
  const old = await askAsInstallation(peer, "acme").request("GET /repos/{owner}/{repo}", SHOP);
  expect([old.data.full_name, old.url]).toEqual(["acme/store", `${peer.address}/repositories/${id}`]);
  await checkOut(peer, "ada", "acme/shop");
  await ada.request("PATCH /repos/{owner}/{repo}", { owner: "acme", repo: "store", archived: true });
  await ada.request("PATCH /repos/{owner}/{repo}", { owner: "acme", repo: "store", archived: false });
  expect(told()).toEqual(["repository.renamed", "repository.archived", "repository.unarchived"]);
  expect(peer.deliveries[0]?.body).toMatchObject({ changes: { repository: { name: { from: "shop" } } } });
});

test("a transferred repository goes where the App isn't installed: it isn't there for it any more", async () => {
  const app = askAsInstallation(peer, "acme");
  const { id } = peer.repository("acme/shop");
  await askAsPerson(peer, "ada").request("POST /repos/{owner}/{repo}/transfer", { ...SHOP, new_owner: "other" });
  await expect(app.request("GET /repos/{owner}/{repo}", SHOP)).rejects.toMatchObject({ status: 404 });
  await expect(app.request(`GET /repositories/${id}`)).rejects.toMatchObject({ status: 404 });
  const found = await askAsPerson(peer, "ada").request(`GET /repositories/${id}`);
  expect(found.data.full_name).toBe("other/shop");
});
