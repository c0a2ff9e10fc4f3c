import { afterEach, beforeEach, expect, test } from "vitest";
import { makePeer, type Peer } from "../../make-peer.ts";
import { askAsInstallation, askAsPerson } from "../../testing/ask.ts";

const SHOP = { owner: "acme", repo: "shop" };
const PATH = "GET /repos/{owner}/{repo}/issues/{issue_number}";
let peer: Peer;

beforeEach(async () => {
  peer = await makePeer({
    people: ["ada"],
    organizations: ["acme"],
    repositories: { "acme/shop": { roles: { ada: "admin" } }, "acme/site": { roles: { ada: "admin" } } },
    installations: { acme: {} },
    app: { webhookUrl: "http://127.0.0.1:9/", events: ["issues"] },
  });
});

afterEach(() => peer.close());

async function open(title: string) {
  return (await askAsPerson(peer, "ada").request("POST /repos/{owner}/{repo}/issues", { ...SHOP, title })).data;
}

test("a deleted issue is gone (410), a transferred one is found where it is, and no number is given twice", async () => {
  const [first, second] = [await open("One"), await open("Two")];
  const ada = askAsPerson(peer, "ada");
  const site = (await ada.request("GET /repos/{owner}/{repo}", { owner: "acme", repo: "site" })).data;
  const remove = "mutation($id: ID!) { deleteIssue(input: { issueId: $id }) { clientMutationId } }";
  await ada.graphql(remove, { id: first.node_id });
  const move = `mutation($id: ID!, $to: ID!) {
    transferIssue(input: { issueId: $id, repositoryId: $to }) { issue { number repository { name } } } }`;
  const moved = await ada.graphql(move, { id: second.node_id, to: site.node_id });
  expect(moved).toEqual({ transferIssue: { issue: { number: 1, repository: { name: "site" } } } });
  const app = askAsInstallation(peer, "acme");
  await expect(app.request(PATH, { ...SHOP, issue_number: 1 })).rejects.toMatchObject({ status: 410 });
  const found = await app.request(PATH, { ...SHOP, issue_number: 2 });
  expect(found.data).toMatchObject({ title: "Two", number: 1, repository_url: expect.stringContaining("/acme/site") });
  expect((await open("Three")).number).toBe(3);
  const told = peer.deliveries.map(({ action }) => action);
  expect(told).toEqual(["opened", "opened", "deleted", "transferred", "opened"]);
});
