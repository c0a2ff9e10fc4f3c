import { afterEach, beforeEach, expect, test } from "vitest";
import { makePeer, type Peer } from "../make-peer.ts";
import { askAsInstallation, askAsPerson } from "../testing/ask.ts";
import { type Checkout, checkOut, propose } from "../testing/propose.ts";

const SHOP = { owner: "acme", repo: "shop" };
const PULL = { ...SHOP, pull_number: 1 };
const PATH = "/repos/{owner}/{repo}/pulls/{pull_number}";
let peer: Peer;
let checkout: Checkout;
let head: string;
/** How far the peer's clock is ahead of the machine's. */
let ahead = 0;

beforeEach(async () => {
  ahead = 0;
  peer = await makePeer({
    people: ["ada", "mary"],
    organizations: ["acme"],
    repositories: { "acme/shop": { roles: { ada: "write" }, files: { "sum.ts": "a\nb\nc\nd\ne\n" } } },
    installations: { acme: {} },
    now: () => Date.now() + ahead,
  });
  checkout = await checkOut(peer, "ada", "acme/shop");
  head = await checkout.push("work", { "sum.ts": "a\nB\nc\nd\nE\n" });
  await propose(peer, "ada", { name: "acme/shop", head: "work" });
});

afterEach(() => peer.close());

function comment(person: string, line: number, more: object = {}) {
  const wish = { ...PULL, commit_id: head, path: "sum.ts", line, side: "RIGHT" as const, body: "?", ...more };
  return askAsPerson(peer, person).request(`POST ${PATH}/comments`, wish);
}

test("a comment alone is on a line or on a file, and the repository's are listed since a time", async () => {
  await comment("mary", 2);
  await expect(comment("mary", 40)).rejects.toMatchObject({ status: 422 });
  ahead += 60_000;
  const since = new Date(Date.now() + ahead).toISOString();
  await askAsPerson(peer, "mary").request(`POST ${PATH}/comments`, {
    ...{ ...PULL, commit_id: head, path: "sum.ts", body: "Too long", subject_type: "file" },
  });
  const path = "GET /repos/{owner}/{repo}/pulls/comments";
  const list = async (filter: object) =>
    (await askAsInstallation(peer, "acme").request(path, { ...SHOP, ...filter })).data;
  expect((await list({})).map(({ line, subject_type: subject }) => [line, subject])).toEqual([
    [2, "line"],
    [null, "file"],
  ]);
  expect(await list({ since, sort: "updated" })).toMatchObject([{ body: "Too long" }]);
});

test("a comment moves with its line, and is outdated once the line is changed", async () => {
  const first = Number((await comment("mary", 2)).data.id);
  const second = Number((await comment("mary", 5)).data.id);
  await checkout.push("work", { "sum.ts": "a\nBB\nc\nnew\nd\nE\n" });
  const ask = async (id: number) =>
    (
      await askAsPerson(peer, "mary").request("GET /repos/{owner}/{repo}/pulls/comments/{comment_id}", {
        ...SHOP,
        comment_id: id,
      })
    ).data;
  expect(await ask(first)).toMatchObject({ line: null, original_line: 2, commit_id: head });
  expect(await ask(second)).toMatchObject({ line: 6, original_line: 5 });
});

test("comments are changed and deleted by who wrote them, by nobody else's App", async () => {
  const { data } = await comment("mary", 2);
  const one = { ...SHOP, comment_id: data.id };
  const path = "/repos/{owner}/{repo}/pulls/comments/{comment_id}";
  const app = askAsInstallation(peer, "acme");
  await expect(app.request(`PATCH ${path}`, { ...one, body: "No" })).rejects.toMatchObject({ status: 403 });
  const edited = await askAsPerson(peer, "mary").request(`PATCH ${path}`, { ...one, body: "Sure?" });
  expect(edited.data.body).toBe("Sure?");
  expect((await app.request(`POST ${path}/reactions`, { ...one, content: "eyes" })).status).toBe(201);
  await askAsPerson(peer, "mary").request(`DELETE ${path}`, one);
  await expect(app.request(`GET ${path}`, one)).rejects.toMatchObject({ status: 404 });
});
