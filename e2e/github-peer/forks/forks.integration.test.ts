import { afterEach, beforeEach, expect, test } from "vitest";
import { makePeer, type Peer } from "../make-peer.ts";
import { askAsInstallation, askAsPerson } from "../testing/ask.ts";
import { checkOut } from "../testing/propose.ts";

const SHOP = { owner: "acme", repo: "shop" };
let peer: Peer;

beforeEach(async () => {
  peer = await makePeer({
    people: ["ada", "stranger"],
    organizations: ["acme"],
    repositories: { "acme/shop": { roles: { ada: "write" }, files: { "sum.ts": "a\n" } } },
    installations: { acme: {} },
  });
});

afterEach(() => peer.close());

test("a stranger proposes from a fork, whose head can be fetched from the repository itself and moves with the fork", async () => {
  const stranger = askAsPerson(peer, "stranger");
  const { data: fork } = await stranger.request("POST /repos/{owner}/{repo}/forks", SHOP);
  expect(fork).toMatchObject({ full_name: "stranger/shop", fork: true });
  const theirs = await checkOut(peer, "stranger", "stranger/shop");
  await theirs.push("mend", { "sum.ts": "b\n" });
  const wish = { ...SHOP, title: "Mend", head: "stranger:mend", base: "main" };
  const { data: pull } = await stranger.request("POST /repos/{owner}/{repo}/pulls", wish);
  expect(pull).toMatchObject({
    head: { label: "stranger:mend", repo: { full_name: "stranger/shop" } },
    changed_files: 1,
  });
  const next = await theirs.push("mend", { "sum.ts": "c\n" });
  const ours = await checkOut(peer, "ada", "acme/shop");
  await ours.git("fetch", "--quiet", "origin", "refs/pull/1/head");
  expect(await ours.git("rev-parse", "FETCH_HEAD")).toBe(next);
  await expect(ours.git("push", "origin", "HEAD:refs/pull/1/head")).rejects.toThrow(/hidden ref/);
  const push = ours.git("push", `${peer.address}/stranger/shop.git`, "HEAD:refs/heads/mend");
  await expect(push).rejects.toThrow();
  const forks = await askAsInstallation(peer, "acme").request("GET /repos/{owner}/{repo}/forks", SHOP);
  expect(forks.data.map(({ full_name: name }) => name)).toEqual(["stranger/shop"]);
});
