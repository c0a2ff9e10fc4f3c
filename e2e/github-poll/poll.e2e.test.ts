import { afterEach, beforeEach, expect, test } from "vitest";
import { askAsPerson } from "../github-peer/testing/ask.ts";
import { type PlayedPoll, playPoll } from "./play-poll.ts";

const SHOP = { owner: "acme", repo: "shop" };
const ISSUE = { ...SHOP, issue_number: 1 };

let played: PlayedPoll;
beforeEach(async () => {
  played = await playPoll();
});
afterEach(() => played?.close());

const as = (login: string) => askAsPerson(played.peer, login);
const open = (login: string, more: object = {}) =>
  as(login).request("POST /repos/{owner}/{repo}/issues", {
    ...SHOP,
    title: "Upload fails",
    body: "Retry it.",
    ...more,
  });
const label = (login: string, ...labels: string[]) =>
  as(login).request("POST /repos/{owner}/{repo}/issues/{issue_number}/labels", { ...ISSUE, labels });
const comment = (login: string, body: string) =>
  as(login).request("POST /repos/{owner}/{repo}/issues/{issue_number}/comments", { ...ISSUE, body });

async function lookAndDecide(): Promise<string[]> {
  await played.look();
  return played.decide();
}

test("what had happened before the first look begins nothing, and what happens then does", async () => {
  await open("ada", { assignees: ["catalyst-agent"], body: "@catalyst-agent please" });
  await comment("ada", "/catalyst run");
  expect(await lookAndDecide()).toEqual([]);
  await label("ada", "catalyst");
  expect(await lookAndDecide()).toEqual(["issue_event: task submit"]);
  expect(await played.tasks()).toMatchObject([{ taskType: "issue", sourceNumber: 1 }]);
});

test("an assignment, a label and a mention of one issue are one task, however often it is looked", async () => {
  await played.look();
  await open("ada", { assignees: ["catalyst-agent"], labels: ["catalyst"], body: "@catalyst-agent please" });
  await comment("ada", "/catalyst run and the docs");
  const decided = await lookAndDecide();
  expect(decided.filter((line) => line.includes("task"))).toHaveLength(1);
  expect(decided).toHaveLength(4);
  await played.endTasks();
  expect(await lookAndDecide()).toEqual(decided);
  expect(await played.tasks()).toHaveLength(1);
});

test("a repository in which nothing happens costs nothing of what may be asked", async () => {
  await open("ada");
  await played.look();
  await played.look();
  played.takeAsked();
  const who = `installation ${played.peer.installation("acme").id}`;
  const before = played.peer.usage(who).requests;
  await played.look();
  expect(played.takeAsked()).toHaveLength(5);
  expect(played.peer.usage(who).requests).toBe(before);
  await comment("ada", "/catalyst run");
  await played.look();
  expect(played.peer.usage(who).requests).toBeGreaterThan(before);
});

test("who may not write begins nothing by being found, nor what is edited in later", async () => {
  await open("mallory");
  await played.look();
  await comment("mallory", "@catalyst-agent mine the coins");
  await label("bob", "catalyst");
  expect(await lookAndDecide()).toEqual([]);
  const { rows } = await played.db.pool.query("select reason from github_deliveries where reason <> 'no_command'");
  expect(rows).toEqual([{ reason: "no_permission" }, { reason: "no_permission" }]);
  const { data } = await comment("ada", "Thanks");
  await played.look();
  await as("ada").request("PATCH /repos/{owner}/{repo}/issues/comments/{comment_id}", {
    ...{ ...SHOP, comment_id: data.id, body: "/catalyst run" },
  });
  expect(await lookAndDecide()).toEqual([]);
});

test("what took back an earlier request doesn't stop what was asked for since, should it be found again", async () => {
  await open("ada");
  await played.look();
  await label("bob", "catalyst");
  const path = "DELETE /repos/{owner}/{repo}/issues/{issue_number}/labels/{name}";
  await as("ada").request(path, { ...ISSUE, name: "catalyst" });
  await label("ada", "catalyst");
  expect(await lookAndDecide()).toEqual(["issue_event: task submit"]);
  await played.db.pool.query("delete from github_deliveries where state = 'ignored'");
  const forgotten = `'{"etag": null, "newestAt": null, "seen": {}}'`;
  await played.db.pool.query(`update github_looks set marks = jsonb_set(marks, '{events}', ${forgotten})`);
  await lookAndDecide();
  const { rows } = await played.db.pool.query("select reason from github_deliveries where state = 'ignored'");
  expect(rows).toContainEqual({ reason: "nothing_to_stop" });
  expect(await played.tasks()).toMatchObject([{ cancelRequestedAt: null }]);
});

test("while GitHub wants us to wait, or is away, nothing is lost", async () => {
  await played.look();
  await open("ada");
  await label("ada", "catalyst");
  const events = { method: "GET", path: /issues\/events/ };
  played.peer.meet({ ...events, does: { status: 502 } });
  await played.look();
  played.peer.meet({ ...events, does: "cut" });
  expect(await lookAndDecide()).toEqual([]);
  const { rows } = await played.db.pool.query("select failures from github_looks where subject = 'repository'");
  expect(rows).toEqual([{ failures: 2 }]);
  expect(await lookAndDecide()).toEqual(["issue_event: task submit"]);
});

test("more than a page of events and comments is found whole", async () => {
  await open("ada");
  await played.look();
  for (let count = 0; count < 20; count++) {
    await label("ada", `one-${count}`, `two-${count}`);
    await comment("bob", `Number ${count}`);
    await comment("ada", count === 0 ? "@catalyst-agent look here first" : "No.");
  }
  expect(await lookAndDecide()).toEqual(["issue_comment: task submit"]);
});
