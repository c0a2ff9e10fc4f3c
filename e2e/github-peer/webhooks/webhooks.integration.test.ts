import { afterEach, beforeEach, expect, test } from "vitest";
import { makePeer, type Peer } from "../make-peer.ts";
import { askAsApp, askAsInstallation, askAsPerson } from "../testing/ask.ts";
import { type Receiver, receiveWebhooks } from "../testing/receive-webhooks.ts";

const SHOP = { owner: "acme", repo: "shop" };
let peer: Peer;
let receiver: Receiver;

beforeEach(async () => {
  peer = await makePeer({
    people: ["ada", "catalyst-agent"],
    organizations: ["acme", "other"],
    repositories: {
      "acme/shop": { roles: { ada: "write", "catalyst-agent": "triage" } },
      "other/tool": { roles: { ada: "write" } },
    },
    installations: { acme: {} },
  });
  receiver = await receiveWebhooks(peer);
});

afterEach(async () => {
  await peer.close();
  await receiver.close();
});

function open(place: { owner: string; repo: string }, more: { assignees?: string[]; labels?: string[] } = {}) {
  return askAsPerson(peer, "ada").request("POST /repos/{owner}/{repo}/issues", { ...place, title: "Sum", ...more });
}

function names(): string[] {
  return receiver.received.map(({ name }) => name).sort();
}

test("the App hears of what happens where it is installed, signed, each under a GUID of its own", async () => {
  await open({ owner: "other", repo: "tool" });
  await open(SHOP, { assignees: ["catalyst-agent"], labels: ["catalyst"] });
  await expect.poll(names).toEqual(["issues.assigned", "issues.labeled", "issues.opened"]);
  expect(receiver.received.every(({ isSigned }) => isSigned)).toBe(true);
  expect(new Set(receiver.received.map(({ headers }) => headers["x-github-delivery"])).size).toBe(3);
  const assigned = receiver.received.find(({ name }) => name === "issues.assigned");
  expect(assigned?.body).toMatchObject({
    ...{ assignee: { login: "catalyst-agent" }, sender: { login: "ada" } },
    installation: { id: peer.installation("acme").id },
  });
  expect(assigned?.headers["x-github-hook-installation-target-id"]).toBe(String(peer.app.id));
});

test("all that happens to issues and comments is told as GitHub describes it", async () => {
  await open(SHOP);
  const issue = { ...SHOP, issue_number: 1 };
  const ada = askAsPerson(peer, "ada");
  const path = "/repos/{owner}/{repo}/issues/{issue_number}";
  const assignees = { ...issue, assignees: ["catalyst-agent"] };
  await ada.request(`POST ${path}/assignees`, assignees);
  await ada.request(`DELETE ${path}/assignees`, assignees);
  await ada.request(`POST ${path}/labels`, { ...issue, labels: ["x"] });
  await ada.request(`DELETE ${path}/labels/{name}`, { ...issue, name: "x" });
  await ada.request(`PATCH ${path}`, { ...issue, title: "Sums", body: "More", state: "closed" });
  await ada.request(`PATCH ${path}`, { ...issue, state: "open" });
  await ada.request(`PUT ${path}/lock`, issue);
  await ada.request(`DELETE ${path}/lock`, issue);
  const app = askAsInstallation(peer, "acme");
  const { data } = await app.request(`POST ${path}/comments`, { ...issue, body: "Working" });
  const comment = { ...SHOP, comment_id: data.id };
  await app.request("PATCH /repos/{owner}/{repo}/issues/comments/{comment_id}", { ...comment, body: "Done" });
  await app.request("DELETE /repos/{owner}/{repo}/issues/comments/{comment_id}", comment);
  await expect
    .poll(names)
    .toEqual([
      ...["issue_comment.created", "issue_comment.deleted", "issue_comment.edited"],
      ...["issues.assigned", "issues.closed", "issues.edited", "issues.edited", "issues.labeled", "issues.locked"],
      ...["issues.opened", "issues.reopened", "issues.unassigned", "issues.unlabeled", "issues.unlocked"],
    ]);
});

test("a delivery that failed is listed, and sent again under its GUID", async () => {
  receiver.status = 503;
  await open(SHOP);
  const app = askAsApp(peer);
  const failed = async () => (await app.request("GET /app/hook/deliveries", { status: "failure" })).data;
  await expect.poll(failed).toMatchObject([{ event: "issues", action: "opened", status_code: 503, redelivery: false }]);
  receiver.status = 202;
  const [first] = await failed();
  await app.request("POST /app/hook/deliveries/{delivery_id}/attempts", { delivery_id: Number(first?.id) });
  await expect.poll(() => receiver.received.length).toBe(2);
  await expect.poll(() => peer.deliveries.every(({ response }) => response !== null)).toBe(true);
  const { data } = await app.request("GET /app/hook/deliveries", { per_page: 1 });
  expect(data).toMatchObject([{ guid: first?.guid, redelivery: true, status_code: 202 }]);
  const whole = await app.request("GET /app/hook/deliveries/{delivery_id}", { delivery_id: Number(data[0]?.id) });
  expect(whole.data.request.payload).toMatchObject({ action: "opened" });
});
