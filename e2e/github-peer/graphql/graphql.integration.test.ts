import { afterEach, beforeEach, expect, test } from "vitest";
import { makePeer, type Peer } from "../make-peer.ts";
import { askAsInstallation, askAsPerson, askWithToken, mintNarrowed } from "../testing/ask.ts";
import { type Checkout, checkOut, propose } from "../testing/propose.ts";

const SHOP = { owner: "acme", repo: "shop" };
const PULL = { ...SHOP, pull_number: 1 };
const HERE = `repository(owner: "acme", name: "shop")`;
let peer: Peer;
let checkout: Checkout;

beforeEach(async () => {
  peer = await makePeer({
    people: ["ada", "mary"],
    organizations: ["acme"],
    repositories: { "acme/shop": { roles: { ada: "write", mary: "read" }, files: { "sum.ts": "a\nb\nc\n" } } },
    installations: { acme: {} },
  });
  checkout = await checkOut(peer, "ada", "acme/shop");
  await checkout.push("work", { "sum.ts": "a\nB\nc\n" });
});

afterEach(() => peer.close());

type Client = ReturnType<typeof askAsPerson>;

// biome-ignore lint/suspicious/noExplicitAny: a test looks at what it expects.
function ask(octokit: Client, query: string, variables: Record<string, unknown> = {}): Promise<any> {
  return octokit.graphql(query, variables);
}

test("a pull request is made a draft and ready again, which REST can't, and each is told and recorded", async () => {
  const { node_id: id } = await propose(peer, "ada", { name: "acme/shop", head: "work" });
  const app = askAsInstallation(peer, "acme");
  const change = (name: string) =>
    ask(app, `mutation($id: ID!) { ${name}(input: { pullRequestId: $id }) { pullRequest { isDraft } } }`, { id });
  expect((await change("convertPullRequestToDraft")).convertPullRequestToDraft.pullRequest.isDraft).toBe(true);
  await change("convertPullRequestToDraft");
  await change("markPullRequestReadyForReview");
  const path = "GET /repos/{owner}/{repo}/issues/{issue_number}/events";
  const { data } = await app.request(path, { ...SHOP, issue_number: 1 });
  expect(data.map(({ event }) => event)).toEqual(["convert_to_draft", "ready_for_review"]);
});

test("threads show where they are, are answered, done and outdated; an App needs to write contents for it", async () => {
  await propose(peer, "ada", { name: "acme/shop", head: "work" });
  const comments = [{ path: "sum.ts", line: 2, body: "Capital?" }];
  const path = "POST /repos/{owner}/{repo}/pulls/{pull_number}/reviews";
  await askAsPerson(peer, "mary").request(path, { ...PULL, event: "COMMENT", comments });
  const app = askAsInstallation(peer, "acme");
  const fields = `id isResolved isOutdated line path subjectType resolvedBy { login }
    comments(first: 10) { totalCount nodes { body author { login } isMinimized replyTo { id } } }`;
  const list = async () =>
    (await ask(app, `{ ${HERE} { pullRequest(number: 1) { reviewThreads(first: 10) { nodes { ${fields} } } } } }`))
      .repository.pullRequest.reviewThreads.nodes;
  const [thread] = await list();
  expect(thread).toMatchObject({ isResolved: false, isOutdated: false, line: 2, comments: { totalCount: 1 } });
  const reply = `mutation($id: ID!) { addPullRequestReviewThreadReply(input: { pullRequestReviewThreadId: $id, body: "Done" }) {
    comment { body } } }`;
  await ask(app, reply, { id: thread.id });
  const resolve = `mutation($id: ID!) { resolveReviewThread(input: { threadId: $id }) { thread { isResolved } } }`;
  const narrow = askWithToken(peer, await mintNarrowed(peer, "acme", { pull_requests: "write" }));
  const refused = ask(narrow, resolve, { id: thread.id });
  await expect(refused).rejects.toMatchObject({ errors: [{ type: "FORBIDDEN" }] });
  await ask(app, resolve, { id: thread.id });
  await checkout.push("work", { "sum.ts": "a\nBB\nc\n" });
  const after = (await list())[0];
  expect(after).toMatchObject({ isResolved: true, isOutdated: true, line: null, resolvedBy: { login: "catalyst" } });
  expect(after.comments.nodes.map(({ body }: { body: string }) => body)).toEqual(["Capital?", "Done"]);
});

test("a comment is folded away, and its changes are listed with who made them", async () => {
  await askAsPerson(peer, "mary").request("POST /repos/{owner}/{repo}/issues", { ...SHOP, title: "Sum" });
  const path = "POST /repos/{owner}/{repo}/issues/{issue_number}/comments";
  const app = askAsInstallation(peer, "acme");
  const { data } = await app.request(path, { ...SHOP, issue_number: 1, body: "Working" });
  const own = { ...SHOP, comment_id: data.id };
  await app.request("PATCH /repos/{owner}/{repo}/issues/comments/{comment_id}", { ...own, body: "Done" });
  const fold = `mutation($id: ID!) { minimizeComment(input: { subjectId: $id, classifier: OUTDATED }) {
    minimizedComment { isMinimized minimizedReason } } }`;
  const { minimizeComment } = await ask(app, fold, { id: data.node_id });
  expect(minimizeComment.minimizedComment).toEqual({ isMinimized: true, minimizedReason: "outdated" });
  const fields = "lastEditedAt userContentEdits(first: 5) { nodes { editedAt editor { login } } }";
  const query = `query($id: ID!) { node(id: $id) { ... on IssueComment { body ${fields} } } }`;
  const { node } = await ask(app, query, { id: data.node_id });
  expect(node).toMatchObject({ body: "Done", userContentEdits: { nodes: [{ editor: { login: "catalyst" } }, {}] } });
  expect(node.lastEditedAt).not.toBeNull();
  const issue = await ask(app, `{ ${HERE} { issue(number: 1) { lastEditedAt author { login } parent { id } } } }`);
  expect(issue.repository.issue).toEqual({ lastEditedAt: null, author: { login: "mary" }, parent: null });
});

test("a commit on a branch is signed by GitHub, on the head that was expected alone", async () => {
  const app = askAsInstallation(peer, "acme");
  const ref = await app.request("GET /repos/{owner}/{repo}/git/ref/{ref}", { ...SHOP, ref: "heads/work" });
  const wish = {
    branch: { repositoryNameWithOwner: "acme/shop", branchName: "work" },
    message: { headline: "Mend" },
    expectedHeadOid: ref.data.object.sha,
    fileChanges: {
      additions: [{ path: "new.ts", contents: Buffer.from("new\n").toString("base64") }],
      deletions: [{ path: "sum.ts" }],
    },
  };
  const mutation = `mutation($input: CreateCommitOnBranchInput!) { createCommitOnBranch(input: $input) {
    commit { oid signature { isValid wasSignedByGitHub } } ref { name } } }`;
  const { createCommitOnBranch: made } = await ask(app, mutation, { input: wish });
  expect(made.commit.signature).toEqual({ isValid: true, wasSignedByGitHub: true });
  const again = ask(app, mutation, { input: wish });
  await expect(again).rejects.toMatchObject({ errors: [{ type: "STALE_DATA" }] });
  await checkout.git("fetch", "--quiet", "origin", "work");
  expect(await checkout.git("ls-tree", "--name-only", "FETCH_HEAD")).toBe("new.ts");
  expect(await checkout.git("log", "-1", "--format=%an %cn %H", "FETCH_HEAD")).toBe(
    `catalyst[bot] GitHub ${made.commit.oid}`,
  );
});

test("what isn't there, isn't allowed or is over the limit is refused with 200 and a type", async () => {
  const app = askAsInstallation(peer, "acme");
  const gone = ask(app, `{ repository(owner: "acme", name: "gone") { id } }`);
  await expect(gone).rejects.toMatchObject({ errors: [{ type: "NOT_FOUND", path: ["repository"] }] });
  const all = ask(app, `{ ${HERE} { pullRequests { totalCount } } }`);
  await expect(all).rejects.toMatchObject({ errors: [{ type: "MISSING_PAGINATION_BOUNDARIES" }] });
  peer.meet({
    path: /^\/graphql$/,
    does: { status: 200, body: { errors: [{ type: "RATE_LIMITED", message: "No" }] } },
  });
  const limited = ask(app, `{ rateLimit { remaining } }`);
  await expect(limited).rejects.toMatchObject({ errors: [{ type: "RATE_LIMITED" }] });
});

test("a field that GitHub's schema hasn't, and one that isn't built, are complained of", async () => {
  const app = askAsInstallation(peer, "acme");
  await expect(ask(app, `{ ${HERE} { suggestedActors(first: 1) { totalCount } } }`)).rejects.toThrow(/suggestedActors/);
  await expect(ask(app, `{ ${HERE} { stargazerCount } }`)).rejects.toThrow(/isn't built/);
  expect(peer.takeComplaints()).toHaveLength(2);
});
