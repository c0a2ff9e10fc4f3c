import { afterEach, beforeEach, expect, test } from "vitest";
import { makePeer, type Peer } from "../make-peer.ts";
import { askAsInstallation, askAsPerson } from "../testing/ask.ts";
import { type Checkout, checkOut, propose } from "../testing/propose.ts";
import { type Receiver, receiveWebhooks } from "../testing/receive-webhooks.ts";

const SHOP = { owner: "acme", repo: "shop" };
const PULL = { ...SHOP, pull_number: 1 };
const PATH = "/repos/{owner}/{repo}/pulls/{pull_number}";
let peer: Peer;
let receiver: Receiver;
let checkout: Checkout;

beforeEach(async () => {
  peer = await makePeer({
    people: ["ada", "mary"],
    organizations: ["acme"],
    teams: { "acme/core": ["mary"] },
    repositories: {
      "acme/shop": {
        roles: { ada: "write", mary: "read" },
        teams: { core: "write" },
        files: { "sum.ts": "a\nb\nc\n" },
      },
    },
    installations: { acme: {} },
    app: { events: ["pull_request", "pull_request_review", "pull_request_review_comment", "push"] },
  });
  receiver = await receiveWebhooks(peer);
  checkout = await checkOut(peer, "ada", "acme/shop");
  await checkout.push("work", { "sum.ts": "a\nB\nc\n" });
});

afterEach(async () => {
  await peer.close();
  await receiver.close();
});

/** What was told, in the order in which it happened: deliveries may overtake each other on their way. */
function told(): string[] {
  return peer.deliveries.map(({ event, action }) => (action ? `${event}.${action}` : event));
}

async function find(name: string) {
  await expect.poll(() => receiver.received.some((each) => each.name === name)).toBe(true);
  return receiver.received.find((each) => each.name === name)?.body;
}

test("a pull request's life is told: opened, moved, asked for review, drafted, closed", async () => {
  const ada = askAsPerson(peer, "ada");
  const before = (await propose(peer, "ada", { name: "acme/shop", head: "work" })).head.sha;
  const after = await checkout.push("work", { "sum.ts": "a\nBB\nc\n" });
  await ada.request(`POST ${PATH}/requested_reviewers`, { ...PULL, reviewers: ["mary"] });
  await ada.request(`DELETE ${PATH}/requested_reviewers`, { ...PULL, reviewers: ["mary"] });
  await ada.request(`POST ${PATH}/requested_reviewers`, { ...PULL, team_reviewers: ["core"] });
  const issue = { ...SHOP, issue_number: 1 };
  await ada.request("POST /repos/{owner}/{repo}/issues/{issue_number}/labels", { ...issue, labels: ["catalyst"] });
  await ada.request("POST /repos/{owner}/{repo}/issues/{issue_number}/assignees", { ...issue, assignees: ["ada"] });
  await ada.request(`PATCH ${PATH}`, { ...PULL, title: "Mend it", state: "closed" });
  await ada.request(`PATCH ${PATH}`, { ...PULL, state: "open" });
  expect(told()).toEqual([
    ...["push", "pull_request.opened", "push", "pull_request.synchronize", "pull_request.review_requested"],
    ...["pull_request.review_request_removed", "pull_request.review_requested", "pull_request.labeled"],
    ...["pull_request.assigned", "pull_request.edited", "pull_request.closed", "pull_request.reopened"],
  ]);
  expect(await find("pull_request.synchronize")).toMatchObject({ before, after, number: 1, sender: { login: "ada" } });
  expect(await find("pull_request.review_requested")).toMatchObject({ requested_reviewer: { login: "mary" } });
  const asked = peer.deliveries.filter(({ action }) => action === "review_requested");
  expect(asked[1]?.body).toMatchObject({ requested_team: { slug: "core" } });
  expect(asked[1]?.body).not.toHaveProperty("requested_reviewer");
});

test("a review and each of its comments are told, an answer as a review of its own", async () => {
  await propose(peer, "ada", { name: "acme/shop", head: "work" });
  const mary = askAsPerson(peer, "mary");
  const comments = [{ path: "sum.ts", line: 2, body: "Capital?" }];
  await mary.request(`POST ${PATH}/reviews`, { ...PULL, event: "REQUEST_CHANGES", body: "See", comments });
  const { comment } = await find("pull_request_review_comment.created");
  expect(await find("pull_request_review.submitted")).toMatchObject({ review: { state: "changes_requested" } });
  const answer = { ...PULL, comment_id: comment.id, body: "Done" };
  await askAsInstallation(peer, "acme").request(`POST ${PATH}/comments/{comment_id}/replies`, answer);
  const [, , review, reply] = peer.deliveries.slice(2);
  expect(told().slice(2)).toEqual([
    ...["pull_request_review.submitted", "pull_request_review_comment.created"],
    ...["pull_request_review.submitted", "pull_request_review_comment.created"],
  ]);
  expect(review?.body).toMatchObject({ review: { state: "commented", body: null } });
  expect(reply?.body).toMatchObject({ comment: { in_reply_to_id: comment.id, body: "Done" } });
});

test("a forced push is an event of the issue and a push that says so; a deleted branch closes the pull request", async () => {
  await propose(peer, "ada", { name: "acme/shop", head: "work" });
  await checkout.git("reset", "--quiet", "--hard", "HEAD~1");
  const forced = await checkout.push("work", { "sum.ts": "other\n" });
  await checkout.git("push", "--quiet", "origin", ":refs/heads/work");
  await expect.poll(told).toContain("pull_request.closed");
  const path = "GET /repos/{owner}/{repo}/issues/{issue_number}/events";
  const { data } = await askAsPerson(peer, "ada").request(path, { ...SHOP, issue_number: 1 });
  expect(data.map(({ event, commit_id: commit }) => [event, commit])).toEqual([
    ["head_ref_force_pushed", forced],
    ["head_ref_deleted", null],
    ["closed", null],
  ]);
  const pushes = peer.deliveries.filter(({ event }) => event === "push").map(({ body }) => body);
  expect(pushes).toMatchObject([{ created: true }, { forced: true, head_commit: { id: forced } }, { deleted: true }]);
});
