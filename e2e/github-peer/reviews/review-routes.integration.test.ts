import { afterEach, beforeEach, expect, test } from "vitest";
import { createGitRepository } from "../../git-repository.ts";
import { makePeer, type Peer } from "../make-peer.ts";
import { askAsInstallation, askAsPerson } from "../testing/ask.ts";

const SHOP = { owner: "acme", repo: "shop" };
const PULL = { ...SHOP, pull_number: 1 };
const PATH = "/repos/{owner}/{repo}/pulls/{pull_number}";
let peer: Peer;

beforeEach(async () => {
  peer = await makePeer({
    people: ["ada"],
    organizations: ["acme"],
    repositories: { "acme/shop": { roles: { ada: "write" }, files: { "sum.ts": "a\nb\nc\n" } } },
    installations: { acme: {} },
  });
  const local = await createGitRepository({});
  const remote = `${peer.address.replace("://", `://ada:${peer.person("ada").token}@`)}/acme/shop.git`;
  await local.git("pull", "--quiet", remote, "main");
  await local.write({ "sum.ts": "a\nB\nc\n" });
  await local.git("commit", "--quiet", "--all", "--message=Change");
  await local.git("push", "--quiet", remote, "HEAD:refs/heads/work");
  const wish = { ...SHOP, title: "Mend", head: "work", base: "main" };
  await askAsPerson(peer, "ada").request("POST /repos/{owner}/{repo}/pulls", wish);
});

afterEach(() => peer.close());

test("a review has its comments by line and side, with the hunk, and its threads are answered", async () => {
  const app = askAsInstallation(peer, "acme");
  const comments = [
    { path: "sum.ts", line: 2, body: "Capital?" },
    { path: "sum.ts", line: 2, side: "LEFT", start_line: 1, body: "Was right." },
  ];
  const { data: review } = await app.request(`POST ${PATH}/reviews`, {
    ...PULL,
    event: "COMMENT",
    body: "Seen",
    comments,
  });
  expect(review).toMatchObject({ state: "COMMENTED", user: { login: "catalyst[bot]" } });
  const list = async () => (await app.request(`GET ${PATH}/comments`, PULL)).data;
  const [first, second] = await list();
  expect(first).toMatchObject({ line: 2, side: "RIGHT", diff_hunk: "@@ -1,3 +1,3 @@\n a\n-b\n+B" });
  expect(second).toMatchObject({ line: 2, side: "LEFT", start_line: 1, pull_request_review_id: review.id });
  const answer = { ...PULL, comment_id: Number(first?.id), body: "Done" };
  await askAsPerson(peer, "ada").request(`POST ${PATH}/comments/{comment_id}/replies`, answer);
  expect((await list()).at(-1)).toMatchObject({ in_reply_to_id: first?.id, user: { login: "ada" }, body: "Done" });
});

test("one line outside of the diff refuses the whole review, and nothing of it stays", async () => {
  const app = askAsInstallation(peer, "acme");
  const comments = [
    { path: "sum.ts", line: 2, body: "Good" },
    { path: "sum.ts", line: 9, body: "Outside" },
  ];
  const asked = app.request(`POST ${PATH}/reviews`, { ...PULL, event: "COMMENT", comments });
  await expect(asked).rejects.toMatchObject({ status: 422 });
  expect((await app.request(`GET ${PATH}/reviews`, PULL)).data).toEqual([]);
  expect((await app.request(`GET ${PATH}/comments`, PULL)).data).toEqual([]);
});

test("nobody approves what they opened themselves", async () => {
  const approve = (octokit: ReturnType<typeof askAsPerson>) =>
    octokit.request(`POST ${PATH}/reviews`, { ...PULL, event: "APPROVE" });
  await expect(approve(askAsPerson(peer, "ada"))).rejects.toMatchObject({ status: 422 });
  expect((await approve(askAsInstallation(peer, "acme"))).data.state).toBe("APPROVED");
});
