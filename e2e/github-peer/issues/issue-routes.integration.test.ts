import { afterEach, beforeEach, expect, test } from "vitest";
import { makePeer, type Peer } from "../make-peer.ts";
import { askAsInstallation, askAsPerson } from "../testing/ask.ts";

const SHOP = { owner: "acme", repo: "shop" };
const ISSUE = { ...SHOP, issue_number: 1 };
let peer: Peer;

beforeEach(async () => {
  peer = await makePeer({
    people: ["ada", "tom", "catalyst-agent", "stranger"],
    organizations: ["acme"],
    repositories: { "acme/shop": { roles: { ada: "write", tom: "triage", "catalyst-agent": "triage" } } },
    installations: { acme: {} },
  });
});

afterEach(() => peer.close());

async function open(login: string, more: { labels?: string[]; assignees?: string[] } = {}) {
  const { data } = await askAsPerson(peer, login).request("POST /repos/{owner}/{repo}/issues", {
    ...SHOP,
    title: "Sum is wrong",
    ...more,
  });
  return data;
}

test("what a person of the repository wishes at the opening is recorded beside it; a stranger's wish is dropped silently", async () => {
  const ours = await open("ada", { labels: ["catalyst"], assignees: ["catalyst-agent"] });
  expect(ours).toMatchObject({ number: 1, assignee: { login: "catalyst-agent" }, labels: [{ name: "catalyst" }] });
  expect(await open("stranger", { labels: ["catalyst"], assignees: ["catalyst-agent"] })).toMatchObject({
    ...{ number: 2, author_association: "NONE", assignees: [], labels: [] },
  });
  const path = "GET /repos/{owner}/{repo}/issues/{issue_number}/events";
  const { data } = await askAsInstallation(peer, "acme").request(path, ISSUE);
  expect(data.map(({ event }) => event)).toEqual(["labeled", "assigned"]);
});

test("who can't be assigned is dropped silently: strangers and the App's own account", async () => {
  await open("ada");
  const octokit = askAsPerson(peer, "tom");
  const assignees = ["stranger", "catalyst[bot]", "nobody", "catalyst-agent"];
  const path = "POST /repos/{owner}/{repo}/issues/{issue_number}/assignees";
  const { data } = await octokit.request(path, { ...ISSUE, assignees });
  expect(data.assignees?.map(({ login }) => login)).toEqual(["catalyst-agent"]);
  const stranger = askAsPerson(peer, "stranger").request(path, { ...ISSUE, assignees });
  await expect(stranger).rejects.toMatchObject({ status: 403 });
});

test("the repository's list of events is the newest first and says who did it to whom", async () => {
  await open("ada");
  const tom = askAsPerson(peer, "tom");
  await tom.request("POST /repos/{owner}/{repo}/issues/{issue_number}/assignees", {
    ...ISSUE,
    assignees: ["catalyst-agent"],
  });
  await tom.request("PATCH /repos/{owner}/{repo}/issues/{issue_number}", { ...ISSUE, state: "closed", title: "Sum" });
  const { data } = await askAsInstallation(peer, "acme").request("GET /repos/{owner}/{repo}/issues/events", SHOP);
  expect(data.map(({ event }) => event)).toEqual(["closed", "renamed", "assigned"]);
  expect(data[2]).toMatchObject({
    ...{ assigner: { login: "tom" }, assignee: { login: "catalyst-agent" }, issue: { number: 1, state: "closed" } },
  });
});

test("issues are listed by state, assignee, label and time", async () => {
  await open("ada", { labels: ["Catalyst"] });
  await open("ada", { assignees: ["catalyst-agent"] });
  const list = async (filter: object) => {
    const { data } = await askAsInstallation(peer, "acme").request("GET /repos/{owner}/{repo}/issues", {
      ...SHOP,
      ...filter,
    });
    return data.map(({ number }) => number);
  };
  expect(await list({})).toEqual([2, 1]);
  expect(await list({ labels: "catalyst" })).toEqual([1]);
  expect(await list({ assignee: "catalyst-agent" })).toEqual([2]);
  expect(await list({ assignee: "none", direction: "asc" })).toEqual([1]);
  expect(await list({ state: "closed" })).toEqual([]);
  expect(await list({ since: "2100-01-01T00:00:00Z" })).toEqual([]);
});

test("a label is put on and taken off once, and whoever only sees the repository doesn't change an issue of others", async () => {
  await open("ada");
  const octokit = askAsInstallation(peer, "acme");
  const labels = "/repos/{owner}/{repo}/issues/{issue_number}/labels";
  await octokit.request(`POST ${labels}`, { ...ISSUE, labels: ["catalyst", "catalyst"] });
  const { data } = await octokit.request(`DELETE ${labels}/{name}`, { ...ISSUE, name: "CATALYST" });
  expect(data).toEqual([]);
  const again = octokit.request(`DELETE ${labels}/{name}`, { ...ISSUE, name: "catalyst" });
  await expect(again).rejects.toMatchObject({ status: 404 });
  const change = askAsPerson(peer, "stranger").request("PATCH /repos/{owner}/{repo}/issues/{issue_number}", {
    ...ISSUE,
    title: "Mine",
  });
  await expect(change).rejects.toMatchObject({ status: 403 });
});
