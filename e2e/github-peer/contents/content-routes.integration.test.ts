import { afterEach, beforeEach, expect, test } from "vitest";
import { makePeer, type Peer } from "../make-peer.ts";
import { askAsInstallation, askAsPerson } from "../testing/ask.ts";
import { type Checkout, checkOut, propose } from "../testing/propose.ts";

const SHOP = { owner: "acme", repo: "shop" };
const PULL = { ...SHOP, pull_number: 2 };
const CONTENTS = "/repos/{owner}/{repo}/contents/{path}";
const MERGE = "PUT /repos/{owner}/{repo}/pulls/{pull_number}/merge";
let peer: Peer;
let checkout: Checkout;

beforeEach(async () => {
  peer = await makePeer({
    people: ["ada"],
    organizations: ["acme"],
    repositories: { "acme/shop": { roles: { ada: "write" }, files: { "src/sum.ts": "a\nb\nc\n" } } },
    installations: { acme: {} },
    app: { areCommitsSigned: true },
  });
  checkout = await checkOut(peer, "ada", "acme/shop");
});

afterEach(() => peer.close());

test("files are shown, written over by who knows what is there, and deleted, each in a commit that GitHub signs", async () => {
  const app = askAsInstallation(peer, "acme");
  const path = "src/sum.ts";
  const file = await app.request(`GET ${CONTENTS}`, { ...SHOP, path });
  const { sha } = file.data as { sha: string };
  expect(file.data).toMatchObject({ type: "file", encoding: "base64", content: "YQpiCmMK\n" });
  const folder = await app.request(`GET ${CONTENTS}`, { ...SHOP, path: "src" });
  expect(folder.data).toMatchObject([{ type: "file", path: "src/sum.ts" }]);
  const content = Buffer.from("new\n").toString("base64");
  const write = (more: object) => app.request(`PUT ${CONTENTS}`, { ...SHOP, path, message: "Write", content, ...more });
  await expect(write({})).rejects.toMatchObject({ status: 422 });
  await expect(write({ sha: "0".repeat(40) })).rejects.toMatchObject({ status: 409 });
  expect((await write({ sha })).data.commit.verification).toMatchObject({ verified: true });
  const gone = app.request(`GET ${CONTENTS}`, { ...SHOP, path: "src/none.ts" });
  await expect(gone).rejects.toMatchObject({ status: 404 });
});

test("blobs, trees and commits are made over the API with git's own ids, signed where nobody is named as author", async () => {
  const app = askAsInstallation(peer, "acme");
  const parent = await checkout.git("rev-parse", "HEAD");
  const { data: blob } = await app.request("POST /repos/{owner}/{repo}/git/blobs", { ...SHOP, content: "x\n" });
  const entry = { path: "bin/x", mode: "100755", type: "blob", sha: blob.sha } as const;
  const tree = { ...SHOP, base_tree: parent, tree: [entry] };
  const { data: made } = await app.request("POST /repos/{owner}/{repo}/git/trees", tree);
  const wish = { ...SHOP, message: "Make x", tree: made.sha, parents: [parent] };
  const { data: commit } = await app.request("POST /repos/{owner}/{repo}/git/commits", wish);
  expect(commit).toMatchObject({ tree: { sha: made.sha }, verification: { verified: true } });
  const author = { name: "Ada", email: "ada@example.org" };
  const named = await app.request("POST /repos/{owner}/{repo}/git/commits", { ...wish, author });
  expect(named.data).toMatchObject({ author, verification: { verified: false, reason: "unsigned" } });
  const ref = { ...SHOP, ref: "refs/heads/made", sha: commit.sha };
  await app.request("POST /repos/{owner}/{repo}/git/refs", ref);
  const basehead = "main...made";
  const { data } = await app.request("GET /repos/{owner}/{repo}/compare/{basehead}", { ...SHOP, basehead });
  expect(data).toMatchObject({ status: "ahead", ahead_by: 1, behind_by: 0, files: [{ filename: "bin/x" }] });
  const list = await app.request("GET /repos/{owner}/{repo}/commits", { ...SHOP, sha: "made" });
  expect(list.data.map(({ sha }) => sha)).toEqual([commit.sha, parent]);
});

test("merging moves the base, closes the pull request as merged and the issues that it names", async () => {
  const ada = askAsPerson(peer, "ada");
  await ada.request("POST /repos/{owner}/{repo}/issues", { ...SHOP, title: "Sum" });
  const head = await checkout.push("work", { "src/sum.ts": "a\nB\nc\n" });
  await propose(peer, "ada", { name: "acme/shop", head: "work", draft: true });
  await ada.request("PATCH /repos/{owner}/{repo}/pulls/{pull_number}", { ...PULL, body: "Closes #1" });
  await expect(ada.request(MERGE, PULL)).rejects.toMatchObject({ status: 405 });
  const id = { id: (await ada.request("GET /repos/{owner}/{repo}/pulls/{pull_number}", PULL)).data.node_id };
  await ada.graphql(
    "mutation($id: ID!) { markPullRequestReadyForReview(input: { pullRequestId: $id }) { clientMutationId } }",
    id,
  );
  await expect(ada.request(MERGE, { ...PULL, sha: "0".repeat(40) })).rejects.toMatchObject({ status: 409 });
  const { data } = await ada.request(MERGE, { ...PULL, sha: head, merge_method: "squash" });
  const pull = await ada.request("GET /repos/{owner}/{repo}/pulls/{pull_number}", PULL);
  expect(pull.data).toMatchObject({ state: "closed", merged: true, merge_commit_sha: data.sha, head: { sha: head } });
  const issue = await ada.request("GET /repos/{owner}/{repo}/issues/{issue_number}", { ...SHOP, issue_number: 1 });
  expect(issue.data.state).toBe("closed");
  await checkout.git("fetch", "--quiet", "origin");
  expect(await checkout.git("rev-list", "--count", "origin/main")).toBe("2");
  await expect(ada.request(MERGE, PULL)).rejects.toMatchObject({ status: 405 });
});
