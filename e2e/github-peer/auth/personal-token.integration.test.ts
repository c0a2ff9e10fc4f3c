import { Octokit } from "@octokit/core";
import { afterEach, beforeEach, expect, test } from "vitest";
import { makePeer, type Peer } from "../make-peer.ts";

const SHOP = { owner: "acme", repo: "shop" };

let peer: Peer;
beforeEach(async () => {
  peer = await makePeer({
    people: ["ada"],
    organizations: ["acme"],
    repositories: {
      "acme/shop": { isPrivate: true, roles: { ada: "write" }, files: { "a.txt": "one\n" } },
      "acme/other": { isPrivate: true, roles: { ada: "write" }, files: { "a.txt": "one\n" } },
    },
  });
});
afterEach(() => peer.close());

const silent = { debug() {}, info() {}, warn() {}, error() {} };
const ask = (token: string) => new Octokit({ baseUrl: peer.address, auth: token, log: silent });

test("a fine-grained token is its person's, in the repositories that it is for and with the permissions that it has", async () => {
  const wish = { repositories: ["acme/shop"], permissions: { metadata: "read", issues: "write" } } as const;
  const ada = ask(peer.site.makeToken("ada", wish));
  expect((await ada.request("GET /user")).data.login).toBe("ada");
  const { data } = await ada.request("POST /repos/{owner}/{repo}/issues", { ...SHOP, title: "One" });
  expect(data.user?.login).toBe("ada");
  await expect(ada.request("GET /repos/{owner}/{repo}/pulls", SHOP)).rejects.toMatchObject({
    ...{ status: 403, message: expect.stringContaining("Resource not accessible by personal access token") },
  });
  await expect(ada.request("GET /repos/{owner}/{repo}", { ...SHOP, repo: "other" })).rejects.toMatchObject({
    status: 404,
  });
  peer.site.revokeTokens("ada");
  await expect(ada.request("GET /user")).rejects.toMatchObject({ status: 401 });
});
