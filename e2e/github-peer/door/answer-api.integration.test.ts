import { afterEach, beforeEach, expect, test } from "vitest";
import { makePeer, type Peer } from "../make-peer.ts";
import { askAsApp, askAsPerson } from "../testing/ask.ts";

const SHOP = { owner: "acme", repo: "shop" };
let peer: Peer;
/** How far the peer's clock is ahead of the machine's. */
let ahead = 0;

beforeEach(async () => {
  ahead = 0;
  peer = await makePeer({
    people: ["ada"],
    organizations: ["acme"],
    repositories: { "acme/shop": { roles: { ada: "write" } } },
    installations: { acme: {} },
    limits: { requestsPerHour: 3 },
    now: () => Date.now() + ahead,
  });
});

afterEach(() => peer.close());

test("a key, a parameter and a path that GitHub doesn't know are refused, and nobody can overlook it", async () => {
  const octokit = askAsPerson(peer, "ada");
  const sha = "0".repeat(40);
  const misspelt = octokit.request("POST /repos/{owner}/{repo}/git/refs", {
    ...SHOP,
    ref: "refs/heads/x",
    sha,
    forse: true,
  });
  await expect(misspelt).rejects.toMatchObject({ status: 400, message: expect.stringContaining("/forse") });
  await expect(octokit.request("GET /repos/acme/shop/branches?perpage=2")).rejects.toMatchObject({ status: 400 });
  await expect(octokit.request("GET /repos/acme/shop/no-such-thing")).rejects.toMatchObject({ status: 404 });
  await expect(octokit.request("GET /gists")).rejects.toMatchObject({ status: 501 });
  expect(peer.takeComplaints()).toHaveLength(4);
});

test("complaints that nobody took fail when the peer is closed", async () => {
  const other = await makePeer({ people: ["ada"] });
  await expect(askAsPerson(other, "ada").request("GET /gists")).rejects.toMatchObject({ status: 501 });
  await expect(other.close()).rejects.toThrow(/GET \/gists/);
});

test("requests are counted down, what is known already costs nothing, and more than GitHub's limit is refused", async () => {
  const octokit = askAsPerson(peer, "ada");
  const first = await octokit.request("GET /repos/{owner}/{repo}", SHOP);
  expect(first.headers).toMatchObject({ "x-ratelimit-remaining": "2", "x-ratelimit-limit": "3" });
  const again = { ...SHOP, headers: { "if-none-match": first.headers.etag ?? "" } };
  await expect(octokit.request("GET /repos/{owner}/{repo}", again)).rejects.toMatchObject({ status: 304 });
  expect(peer.usage("person ada").requests).toBe(1);
  await octokit.request("GET /repos/{owner}/{repo}", SHOP);
  await octokit.request("GET /repos/{owner}/{repo}", SHOP);
  const over = octokit.request("GET /repos/{owner}/{repo}", SHOP);
  await expect(over).rejects.toMatchObject({ status: 403, response: { headers: { "x-ratelimit-remaining": "0" } } });
  ahead += 3_600_001;
  expect((await octokit.request("GET /repos/{owner}/{repo}", SHOP)).status).toBe(200);
});

test("an outage may come before what is asked for and after it", async () => {
  const octokit = askAsPerson(peer, "ada");
  const main = (await octokit.request("GET /repos/{owner}/{repo}/git/ref/{ref}", { ...SHOP, ref: "heads/main" })).data;
  const make = (ref: string) =>
    octokit.request("POST /repos/{owner}/{repo}/git/refs", { ...SHOP, ref, sha: main.object.sha });
  peer.meet({ method: "POST", does: { status: 502 } });
  await expect(make("refs/heads/before")).rejects.toMatchObject({ status: 502 });
  peer.meet({ method: "POST", when: "after", does: { status: 502 } });
  await expect(make("refs/heads/after")).rejects.toMatchObject({ status: 502 });
  expect(peer.pushes.flatMap(({ changes }) => changes.map(({ ref }) => ref))).toEqual(["refs/heads/after"]);
  peer.meet({ path: /^\/app$/, does: "cut" });
  await expect(askAsApp(peer).request("GET /app")).rejects.toMatchObject({ status: 500 });
});
