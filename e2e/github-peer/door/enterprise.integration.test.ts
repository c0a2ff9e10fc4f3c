import { afterEach, expect, test } from "vitest";
import { makePeer, type Peer } from "../make-peer.ts";
import { askAsInstallation, askAsPerson } from "../testing/ask.ts";
import { checkOut, propose } from "../testing/propose.ts";
import { receiveWebhooks } from "../testing/receive-webhooks.ts";

const SHOP = { owner: "acme", repo: "shop" };
let peer: Peer;

afterEach(() => peer.close());

test.each(["3.17", "3.18", "3.19"] as const)(
  "GHES %s has its API below /api/v3, as its own description says, and says who it is",
  async (enterprise) => {
    peer = await makePeer({
      enterprise,
      people: ["ada"],
      organizations: ["acme"],
      repositories: { "acme/shop": { roles: { ada: "write" }, files: { "sum.ts": "a\n" } } },
      installations: { acme: {} },
    });
    const receiver = await receiveWebhooks(peer);
    const checkout = await checkOut(peer, "ada", "acme/shop");
    await checkout.push("work", { "sum.ts": "b\n" });
    const pull = await propose(peer, "ada", { name: "acme/shop", head: "work" });
    expect([pull.url, pull.html_url]).toEqual([
      `${peer.address}/api/v3/repos/acme/shop/pulls/1`,
      `${peer.address}/acme/shop/pull/1`,
    ]);
    const app = askAsInstallation(peer, "acme");
    const path = "POST /repos/{owner}/{repo}/issues/{issue_number}/comments";
    const { headers } = await app.request(path, { ...SHOP, issue_number: 1, body: "Working" });
    expect(headers["x-github-enterprise-version"]).toBe(`${enterprise}.0`);
    expect((await fetch(`${peer.address}/repos/acme/shop`)).status).toBe(404);
    await expect
      .poll(() => receiver.received.map(({ name }) => name).sort())
      .toEqual(["issue_comment.created", "pull_request.opened"]);
    expect(receiver.received[0]?.headers["x-github-enterprise-version"]).toBe(`${enterprise}.0`);
    await receiver.close();
  },
);

test("what github.com has and this version hasn't isn't there, and nobody complains", async () => {
  peer = await makePeer({
    enterprise: "3.17",
    people: ["ada"],
    repositories: { "ada/shop": {} },
  });
  const ada = askAsPerson(peer, "ada");
  const place = { owner: "ada", repo: "shop" };
  await ada.request("POST /repos/{owner}/{repo}/issues", { ...place, title: "Sum" });
  const path = "GET /repos/{owner}/{repo}/issues/{issue_number}/parent";
  const asked = ada.request(path, { ...place, issue_number: 1 });
  await expect(asked).rejects.toMatchObject({ status: 404 });
});
