import { afterEach, beforeEach, expect, test } from "vitest";
import { makePeer, type Peer } from "../make-peer.ts";
import { askAsPerson } from "../testing/ask.ts";
import { checkOut, propose } from "../testing/propose.ts";

const PULL = { owner: "acme", repo: "shop", pull_number: 1 };
const PATH = "/repos/{owner}/{repo}/pulls/{pull_number}";
const comments = [{ path: "sum.ts", line: 2, body: "Capital?" }];
let peer: Peer;

beforeEach(async () => {
  peer = await makePeer({
    people: ["ada", "mary"],
    organizations: ["acme"],
    repositories: { "acme/shop": { roles: { ada: "admin", mary: "read" }, files: { "sum.ts": "a\nb\nc\n" } } },
    installations: { acme: {} },
  });
  const checkout = await checkOut(peer, "ada", "acme/shop");
  await checkout.push("work", { "sum.ts": "a\nB\nc\n" });
  await propose(peer, "ada", { name: "acme/shop", head: "work" });
});

afterEach(() => peer.close());

async function count(person: string) {
  const octokit = askAsPerson(peer, person);
  const reviews = (await octokit.request(`GET ${PATH}/reviews`, PULL)).data;
  return [reviews.length, (await octokit.request(`GET ${PATH}/comments`, PULL)).data.length];
}

test("a review without an event waits: its author alone sees it, once, until it is submitted", async () => {
  const mary = askAsPerson(peer, "mary");
  const { data: review } = await mary.request(`POST ${PATH}/reviews`, { ...PULL, comments });
  expect(review.state).toBe("PENDING");
  const again = mary.request(`POST ${PATH}/reviews`, PULL);
  await expect(again).rejects.toMatchObject({ status: 422, message: expect.stringContaining("one pending review") });
  expect([await count("mary"), await count("ada")]).toEqual([
    [1, 0],
    [0, 0],
  ]);
  const submit = { ...PULL, review_id: Number(review.id), event: "REQUEST_CHANGES", body: "See" } as const;
  await mary.request(`POST ${PATH}/reviews/{review_id}/events`, submit);
  expect(await count("ada")).toEqual([1, 1]);
  const dismissal = { ...PULL, review_id: Number(review.id), message: "Old" };
  const dismissed = await askAsPerson(peer, "ada").request(`PUT ${PATH}/reviews/{review_id}/dismissals`, dismissal);
  expect(dismissed.data.state).toBe("DISMISSED");
});

test("a review that waits is deleted with its comments; one that is submitted can't be", async () => {
  const mary = askAsPerson(peer, "mary");
  const wait = async () => Number((await mary.request(`POST ${PATH}/reviews`, { ...PULL, comments })).data.id);
  const one = { ...PULL, review_id: await wait() };
  const listed = await mary.request(`GET ${PATH}/reviews/{review_id}/comments`, one);
  expect(listed.data).toMatchObject([{ path: "sum.ts", body: "Capital?" }]);
  await mary.request(`DELETE ${PATH}/reviews/{review_id}`, one);
  expect(await count("mary")).toEqual([0, 0]);
  const { data } = await mary.request(`POST ${PATH}/reviews`, { ...PULL, event: "COMMENT", body: "Hm" });
  const late = mary.request(`DELETE ${PATH}/reviews/{review_id}`, { ...PULL, review_id: Number(data.id) });
  await expect(late).rejects.toMatchObject({ status: 422 });
});

test("reviews are asked of people and teams with access, not of the author, an App or strangers, all or nobody", async () => {
  const ada = askAsPerson(peer, "ada");
  const ask = (reviewers: string[]) => ada.request(`POST ${PATH}/requested_reviewers`, { ...PULL, reviewers });
  for (const wrong of ["ada", "catalyst[bot]", "nobody"]) {
    await expect(ask(["mary", wrong])).rejects.toMatchObject({ status: 422 });
  }
  expect((await ask(["mary"])).data.requested_reviewers).toMatchObject([{ login: "mary" }]);
  const forbidden = askAsPerson(peer, "mary").request(`POST ${PATH}/requested_reviewers`, { ...PULL, reviewers: [] });
  await expect(forbidden).rejects.toMatchObject({ status: 403 });
  await askAsPerson(peer, "mary").request(`POST ${PATH}/reviews`, { ...PULL, event: "APPROVE" });
  expect((await ada.request(`GET ${PATH}/requested_reviewers`, PULL)).data).toEqual({ users: [], teams: [] });
});
