import { afterEach, beforeEach, expect, test } from "vitest";
import { askAsPerson } from "../github-peer/testing/ask.ts";
import { checkOut } from "../github-peer/testing/propose.ts";
import { type PlayedGitHub, playPeer } from "./testing/play-peer.ts";

/** What the contract of forges doesn't know of: GitHub's own ways to say no. */
let played: PlayedGitHub;
const SHOP = { owner: "acme", repo: "shop" };

beforeEach(async () => {
  played = await playPeer();
});

afterEach(() => played.close());

function propose(more: { head?: string } = {}) {
  const { forge, repo, base, heads } = played;
  const wish = { title: "Mend the sum", body: "It adds again.", isDraft: false, mark: "task-7" };
  return forge.ensurePullRequest({ repo, base, head: heads[0], ...wish, ...more });
}

function comment(body: string, sequence: number) {
  const { forge, repo, theirs } = played;
  const wish = { repo, number: theirs.number, body, mark: "task-7", urgency: "final" } as const;
  return forge.ensureComment({ ...wish, sequence, isMade: true });
}

function review(commit: string, lines: readonly number[] = [played.theirs.line]) {
  const { forge, repo, theirs } = played;
  const { number, file: path } = theirs;
  const comments = lines.map((line) => ({ path, side: "RIGHT" as const, line, startLine: null, body: `At ${line}.` }));
  const texts = { body: "Two bugs.", wholeBody: "Two bugs. At 3." };
  return forge.ensureReview({ repo, number, commit, comments, mark: "run-1", ...texts });
}

test("a token is narrowed to its repository and what it is for, and each is given back", async () => {
  await propose();
  await comment("Working.", 1);
  const id = played.peer.repository("acme/shop").id;
  const { asked } = played;
  const minted = asked.filter(({ path }) => path.endsWith("/access_tokens"));
  expect(minted.map(({ body }) => JSON.parse(body ?? ""))).toEqual([
    { repository_ids: [id], permissions: { pull_requests: "write" } },
    { repository_ids: [id], permissions: { issues: "write" } },
  ]);
  const givenBack = asked.filter(({ method, path }) => method === "DELETE" && path === "/installation/token");
  expect(givenBack).toHaveLength(2);
});

test("our comment is found where GitHub's clock is behind ours", async () => {
  const { forge, repo, theirs } = played;
  const wish = { repo, number: theirs.number, body: "Working.", mark: "task-7", urgency: "state" } as const;
  const since = new Date(Date.now() + 10 * 60_000);
  for (const sequence of [1, 2]) {
    await forge.ensureComment({ ...wish, sequence, isMade: true, since });
  }
  expect((await played.see()).comments).toHaveLength(1);
});

test("a branch without anything that the base lacks isn't proposed", async () => {
  expect(await propose({ head: "main" })).toEqual({ kind: "failed", problem: { kind: "nothing_to_propose" } });
});

test("a repository that was renamed is found by its number", async () => {
  Object.assign(played.peer.repository("acme/shop"), { name: "store" });
  expect(await propose()).toMatchObject({ kind: "made", url: expect.stringContaining("/acme/store/pull/") });
});

test("an archived repository is told before anything is asked of it", async () => {
  played.peer.repository("acme/shop").isArchived = true;
  expect(await propose()).toEqual({ kind: "failed", problem: { kind: "archived" } });
});

test("a locked conversation and a suspended App are told apart", async () => {
  const { peer, theirs } = played;
  const issue = { ...SHOP, issue_number: theirs.number };
  await askAsPerson(peer, "ada").request("PUT /repos/{owner}/{repo}/issues/{issue_number}/lock", issue);
  expect(await comment("Working.", 1)).toEqual({ kind: "failed", problem: { kind: "locked" } });
  peer.installation("acme").suspendedAt = new Date();
  expect(await propose()).toEqual({ kind: "failed", problem: { kind: "uninstalled" } });
});

test("a review stands at the lines of its own commit, whatever was pushed since", async () => {
  const { peer, theirs } = played;
  const pull = peer.repository("acme/shop").issues[0]?.pullRequest;
  Object.assign(pull ?? {}, { headSha: pull?.baseSha });
  expect(await review(theirs.commit)).toMatchObject({ kind: "made", isNew: true });
  expect((await played.see()).reviews).toMatchObject([{ inline: [{ line: theirs.line, body: "At 3." }] }]);
});

test("a pull request that moved on, and one whose commits were replaced, are told apart", async () => {
  const { peer, forge, repo, theirs } = played;
  const checkout = await checkOut(peer, "ada", "acme/shop");
  const compare = () => forge.compareHead({ repo, number: theirs.number, commit: theirs.commit });
  const replaced = await checkout.push("theirs", { "other.js": "1\n" });
  expect(await compare()).toEqual({ kind: "made", head: replaced, ahead: null });
  await checkout.git("reset", "--quiet", "--hard", theirs.commit);
  const head = await checkout.push("theirs", { "other.js": "1\n" });
  expect(await compare()).toEqual({ kind: "made", head, ahead: 1 });
});

test("a line that GitHub refuses all the same brings the whole review into its text, once", async () => {
  const { peer, theirs } = played;
  peer.meet({ method: "POST", path: /\/reviews$/, does: { status: 422, message: "Line could not be resolved" } });
  expect(await review(theirs.commit)).toMatchObject({ kind: "made", isNew: true });
  expect(await review(theirs.commit)).toMatchObject({ kind: "made", isNew: false });
  const [seen, ...others] = (await played.see()).reviews;
  expect(others).toEqual([]);
  expect(seen).toMatchObject({ inline: [], body: expect.stringContaining("At 3.") });
});

test("a token that is taken back in the middle is replaced, and what was asked for is done once", async () => {
  played.peer.meet({ method: "POST", path: /\/pulls$/, does: { status: 401, message: "Bad credentials" } });
  expect(await propose()).toMatchObject({ kind: "made", isNew: true });
  expect((await played.see()).pullRequests.filter(({ head }) => head === played.heads[0])).toHaveLength(1);
});

interface Forbidden {
  what: string;
  message: string;
  headers?: Record<string, string>;
  problem: object;
}

const waits = { kind: "rate_limited", until: expect.any(Date) };

test.each<Forbidden>([
  {
    what: "a right that nobody gave us, though it is the last request before a limit",
    message: "Resource not accessible by integration",
    headers: { "x-accepted-github-permissions": "pull_requests=write", "x-ratelimit-remaining": "0" },
    problem: { kind: "forbidden", permission: "pull_requests: write" },
  },
  {
    what: "all that may be asked in an hour",
    message: "API rate limit exceeded for installation ID 1.",
    headers: { "x-ratelimit-remaining": "0" },
    problem: waits,
  },
  {
    what: "too much at once",
    message: "You have exceeded a secondary rate limit. Please wait a few minutes.",
    problem: waits,
  },
  {
    what: "an organisation's own door",
    message: "Resource protected by organization SAML enforcement. You must grant access to this organization.",
    problem: { kind: "refused", reason: expect.stringContaining("single sign-on") },
  },
])("403 is told by its words and headers: $what", async ({ message, headers = {}, problem }) => {
  played.peer.meet({ method: "POST", path: /\/pulls$/, does: { status: 403, message, headers } });
  expect(await propose()).toEqual({ kind: "failed", problem });
  expect((await played.see()).pullRequests.filter(({ head }) => head === played.heads[0])).toEqual([]);
});
