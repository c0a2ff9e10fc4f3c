import { afterEach, beforeEach, expect, test } from "vitest";
import { makePeer, type Peer } from "../make-peer.ts";
import { askAsInstallation, askAsPerson } from "../testing/ask.ts";

const SHOP = { owner: "acme", repo: "shop" };
let peer: Peer;
/** How far the peer's clock is ahead of the machine's. */
let ahead = 0;

beforeEach(async () => {
  ahead = 0;
  peer = await makePeer({
    people: ["ada"],
    organizations: ["acme"],
    repositories: { "acme/shop": { isPrivate: true, roles: { ada: "write" } } },
    installations: { acme: {} },
    now: () => Date.now() + ahead,
  });
});

afterEach(() => peer.close());

test("an image is shown for minutes at the address that the HTML has, and to no token at the one that the text has", async () => {
  const bytes = Buffer.from("89504e470d0a1a0a", "hex");
  const url = peer.site.attach(bytes, "image/png");
  const body = `See <here>:\n\n![a shot](${url})`;
  await askAsPerson(peer, "ada").request("POST /repos/{owner}/{repo}/issues", { ...SHOP, title: "Sum", body });
  const path = "GET /repos/{owner}/{repo}/issues/{issue_number}";
  const asked = { ...SHOP, issue_number: 1, mediaType: { format: "full" } };
  const { data } = await askAsInstallation(peer, "acme").request(path, asked);
  expect(data).toMatchObject({ body, body_html: expect.stringContaining('<p dir="auto">See &lt;here&gt;:</p>') });
  const signed = /src="([^"]+)"/.exec(data.body_html ?? "")?.[1] ?? "";
  const image = await fetch(signed);
  expect([image.headers.get("content-type"), Buffer.from(await image.arrayBuffer())]).toEqual(["image/png", bytes]);
  const { token } = peer.person("ada");
  expect((await fetch(url, { headers: { authorization: `Bearer ${token}` } })).status).toBe(404);
  ahead += 3_600_000;
  expect((await fetch(signed)).status).toBe(404);
});
