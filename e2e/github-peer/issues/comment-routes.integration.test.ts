import { afterEach, beforeEach, expect, test } from "vitest";
import { makePeer, type Peer } from "../make-peer.ts";
import { askAsInstallation, askAsPerson } from "../testing/ask.ts";

const SHOP = { owner: "acme", repo: "shop" };
const ISSUE = { ...SHOP, issue_number: 1 };
const COMMENT = "/repos/{owner}/{repo}/issues/comments/{comment_id}";
let peer: Peer;
/** How far the peer's clock is ahead of the machine's. */
let ahead = 0;

beforeEach(async () => {
  ahead = 0;
  peer = await makePeer({
    people: ["ada", "stranger"],
    organizations: ["acme"],
    repositories: { "acme/shop": { roles: { ada: "write" } } },
    installations: { acme: {} },
    limits: { contentPerHour: 4 },
    now: () => Date.now() + ahead,
  });
  await askAsPerson(peer, "ada").request("POST /repos/{owner}/{repo}/issues", { ...SHOP, title: "Sum is wrong" });
});

afterEach(() => peer.close());

type Client = ReturnType<typeof askAsPerson>;

async function comment(octokit: Client, body: string) {
  const path = "POST /repos/{owner}/{repo}/issues/{issue_number}/comments";
  return (await octokit.request(path, { ...ISSUE, body })).data;
}

test("the App edits and deletes its own comments, and those of nobody else", async () => {
  const app = askAsInstallation(peer, "acme");
  const own = await comment(app, "Working");
  expect(own).toMatchObject({
    user: { login: "catalyst[bot]", type: "Bot" },
    performed_via_github_app: { id: peer.app.id },
  });
  const edited = await app.request(`PATCH ${COMMENT}`, { ...SHOP, comment_id: own.id, body: "Done" });
  expect(edited.data.body).toBe("Done");
  const hers = await comment(askAsPerson(peer, "ada"), "Thanks");
  const foreign = { ...SHOP, comment_id: hers.id };
  await expect(app.request(`PATCH ${COMMENT}`, { ...foreign, body: "No" })).rejects.toMatchObject({ status: 403 });
  await expect(app.request(`DELETE ${COMMENT}`, foreign)).rejects.toMatchObject({ status: 403 });
  await askAsPerson(peer, "ada").request(`DELETE ${COMMENT}`, { ...SHOP, comment_id: own.id });
  await expect(app.request(`GET ${COMMENT}`, { ...SHOP, comment_id: own.id })).rejects.toMatchObject({ status: 404 });
});

test("a comment has 65,536 characters at most, and a locked issue takes none of an App", async () => {
  const app = askAsInstallation(peer, "acme");
  await comment(app, "x".repeat(65_536));
  await expect(comment(app, "x".repeat(65_537))).rejects.toMatchObject({ status: 422 });
  await askAsPerson(peer, "ada").request("PUT /repos/{owner}/{repo}/issues/{issue_number}/lock", ISSUE);
  await expect(comment(app, "Locked?")).rejects.toMatchObject({
    status: 403,
    message: expect.stringContaining("locked"),
  });
  await comment(askAsPerson(peer, "ada"), "Only us");
});

test("the repository's comments are listed by when they changed", async () => {
  const ada = askAsPerson(peer, "ada");
  const first = await comment(ada, "One");
  ahead += 60_000;
  const since = new Date(Date.now() + ahead).toISOString();
  await comment(ada, "Two");
  ahead += 60_000;
  await ada.request(`PATCH ${COMMENT}`, { ...SHOP, comment_id: first.id, body: "One, changed" });
  const list = { ...SHOP, sort: "updated", since } as const;
  const { data } = await askAsInstallation(peer, "acme").request("GET /repos/{owner}/{repo}/issues/comments", list);
  expect(data.map(({ body }) => body)).toEqual(["Two", "One, changed"]);
});

test("the same reaction of the same person is one", async () => {
  const app = askAsInstallation(peer, "acme");
  const { id } = await comment(askAsPerson(peer, "ada"), "/catalyst run");
  const react = () => app.request(`POST ${COMMENT}/reactions`, { ...SHOP, comment_id: id, content: "eyes" });
  expect((await react()).status).toBe(201);
  expect((await react()).status).toBe(200);
  const { data } = await app.request(`GET ${COMMENT}`, { ...SHOP, comment_id: id });
  expect(data.reactions).toMatchObject({ total_count: 1, eyes: 1 });
});

test("what people see is limited by itself: the fifth within the hour is refused", async () => {
  const app = askAsInstallation(peer, "acme");
  for (const body of ["1", "2", "3", "4"]) {
    await comment(app, body);
  }
  await expect(comment(app, "5")).rejects.toMatchObject({
    status: 403,
    message: expect.stringContaining("secondary rate limit"),
  });
  expect(peer.usage(`installation ${peer.installation("acme").id}`).contentInHour).toBe(5);
});
