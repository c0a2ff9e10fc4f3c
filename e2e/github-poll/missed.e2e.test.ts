import { afterEach, beforeEach, expect, test } from "vitest";
import { beginMissed } from "../../worker/src/github/missed/begin-missed.ts";
import { findAllMissed } from "../../worker/src/github/missed/find-all-missed.ts";
import { askAsPerson } from "../github-peer/testing/ask.ts";
import { checkOut, propose } from "../github-peer/testing/propose.ts";
import { type PlayedPoll, playPoll } from "./play-poll.ts";

const SHOP = { owner: "acme", repo: "shop" };
const NAMED = { owner: "ACME", name: "shop" };

let played: PlayedPoll;
beforeEach(async () => {
  played = await playPoll();
});
afterEach(() => played?.close());

const as = (login: string) => askAsPerson(played.peer, login);
const open = async (title: string, more: object = {}, who = "ada") =>
  (await as(who).request("POST /repos/{owner}/{repo}/issues", { ...SHOP, title, ...more })).data.number;
const label = (number: number, who: string) =>
  as(who).request("POST /repos/{owner}/{repo}/issues/{issue_number}/labels", {
    ...{ ...SHOP, issue_number: number, labels: ["catalyst"] },
  });
const deps = () => ({ db: played.db, apps: { open: async () => played.app }, now: () => new Date() });
const find = async () => (await findAllMissed(NAMED, deps())).missed.map(({ request }) => request);
const shown = async () => (await find()).map(({ number, asked, by }) => `#${number} ${asked} by ${by}`);

/** Issues and a pull request that asked us while nobody looked. */
async function askEarly(): Promise<void> {
  await open("One", { assignees: ["bob", "catalyst-agent"] });
  await label(await open("Two"), "ada");
  await open("Three", { assignees: ["bob"] });
  await (await checkOut(played.peer, "ada", "acme/shop")).push("topic", { "a.txt": "one\n" });
  const { number } = await propose(played.peer, "ada", { name: "acme/shop", head: "topic" });
  await as("ada").request("POST /repos/{owner}/{repo}/pulls/{pull_number}/requested_reviewers", {
    ...{ ...SHOP, pull_number: number, reviewers: ["catalyst-agent"] },
  });
}

test("what was asked before the first look is offered, begun once it is chosen, and never twice", async () => {
  await askEarly();
  await played.look();
  expect(await played.decide()).toEqual([]);
  const offered = await find();
  expect(await shown()).toEqual(["#4 review_requested by ada", "#2 labeled by ada", "#1 assigned by ada"]);
  const begin = (chosen: typeof offered) => beginMissed({ repository: NAMED, chosen }, deps());
  expect(await Promise.all([begin(offered.slice(1)), begin(offered.slice(1))])).toMatchObject([
    [{ number: 2 }, { number: 1 }],
    [{ number: 2 }, { number: 1 }],
  ]);
  expect((await played.decide()).toSorted()).toEqual([
    ...["issue_event: known submit", "issue_event: known submit"],
    ...["issue_event: task submit", "issue_event: task submit"],
  ]);
  expect(await shown()).toEqual(["#4 review_requested by ada"]);
  expect(await begin(offered)).toMatchObject([{ number: 4 }]);
  await played.decide();
  expect((await played.tasks()).map(({ taskType }) => taskType)).toEqual(["issue", "issue", "pr_review"]);
});

test("what a look found, or who may not write did, isn't offered again", async () => {
  const [ours, theirs] = [await open("One"), await open("Two")];
  await played.look();
  await label(ours, "ada");
  await label(theirs, "bob");
  expect(await shown()).toEqual(["#2 labeled by bob", "#1 labeled by ada"]);
  await played.look();
  expect(await played.decide()).toEqual(["issue_event: task submit"]);
  expect(await shown()).toEqual([]);
});

test("who lost the right to ask begins nothing late", async () => {
  await label(await open("One"), "ada");
  await played.look();
  played.peer.repository("acme/shop").roles.set(played.peer.person("ada").id, "read");
  await beginMissed({ repository: null, chosen: await find() }, deps());
  expect(await played.decide()).toEqual([]);
  expect(await shown()).toEqual([]);
});

test("a repository where no App is installed is told so", async () => {
  await expect(findAllMissed({ owner: "acme", name: "other" }, deps())).rejects.toMatchObject({ code: "not_found" });
});
