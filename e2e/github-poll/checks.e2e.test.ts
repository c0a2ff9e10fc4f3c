import { afterEach, expect, test } from "vitest";
import { askAsInstallation, askAsPerson } from "../github-peer/testing/ask.ts";
import { checkOut, propose } from "../github-peer/testing/propose.ts";
import { type PlayedPoll, playPoll } from "./play-poll.ts";

const SHOP = { owner: "acme", repo: "shop" };

let played: PlayedPoll;
afterEach(() => played?.close());

/** Pushes a branch and has the App propose it. */
async function proposeOurs(head: string): Promise<{ number: number; commit: string; push(): Promise<string> }> {
  const checkout = await checkOut(played.peer, "ada", "acme/shop");
  const commit = await checkout.push(head, { "a.txt": "one\n" });
  const wish = { ...SHOP, head, base: "main", title: "Ours" };
  const { data } = await askAsInstallation(played.peer, "acme").request("POST /repos/{owner}/{repo}/pulls", wish);
  return { number: data.number, commit, push: () => checkout.push(head, { "a.txt": "two\n" }) };
}

const run = (sha: string, conclusion: "failure" | "success", name = "lint") =>
  played.peer.site.runJobs("acme/shop", { sha, jobs: [{ name, conclusion }] });

async function failedHeads(): Promise<string[]> {
  await played.look();
  const told = await played.told("check_suite");
  return told.map((signal) => (signal.kind === "checks_failed" ? `#${signal.number} ${signal.head}` : signal.kind));
}

test("failed checks of our own pull request are found once, of whichever commit is its newest", async () => {
  played = await playPoll();
  await played.look();
  const { number, commit, push } = await proposeOurs("catalyst/one");
  await run(commit, "success");
  expect(await failedHeads()).toEqual([]);
  await run(commit, "failure", "test");
  expect(await failedHeads()).toEqual([`#${number} ${commit}`]);
  expect(await failedHeads()).toEqual([`#${number} ${commit}`]);
  const next = await push();
  await run(next, "failure");
  expect(await failedHeads()).toEqual([`#${number} ${commit}`, `#${number} ${next}`]);
});

test("checks that failed while nobody looked are found, and those of others' pull requests aren't asked for", async () => {
  played = await playPoll();
  await played.look();
  const checkout = await checkOut(played.peer, "ada", "acme/shop");
  const theirs = await checkout.push("topic", { "b.txt": "one\n" });
  await propose(played.peer, "ada", { name: "acme/shop", head: "topic" });
  await run(theirs, "failure");
  const { number, commit } = await proposeOurs("catalyst/one");
  await run(commit, "failure");
  await askAsPerson(played.peer, "ada").request("POST /repos/{owner}/{repo}/issues/{issue_number}/comments", {
    ...{ ...SHOP, issue_number: number, body: "Hm." },
  });
  played.takeAsked();
  expect(await failedHeads()).toEqual([`#${number} ${commit}`]);
  expect(played.takeAsked().filter((line) => line.includes(theirs))).toEqual([]);
});

test("checks that stay as they are cost nothing of what may be asked", async () => {
  played = await playPoll();
  await played.look();
  await run((await proposeOurs("catalyst/one")).commit, "success");
  await failedHeads();
  await failedHeads();
  const who = `installation ${played.peer.installation("acme").id}`;
  const before = played.peer.usage(who).requests;
  played.takeAsked();
  await failedHeads();
  expect(played.takeAsked()).toHaveLength(6);
  expect(played.peer.usage(who).requests).toBe(before);
});

test("where the App may not read checks, all else is found", async () => {
  played = await playPoll({ mayReadChecks: false });
  await played.look();
  const { number, commit } = await proposeOurs("catalyst/one");
  await run(commit, "failure");
  await askAsPerson(played.peer, "ada").request("POST /repos/{owner}/{repo}/issues/{issue_number}/comments", {
    ...{ ...SHOP, issue_number: number, body: "/catalyst help" },
  });
  expect(await failedHeads()).toEqual([]);
  expect(await played.told("issue_comment")).toMatchObject([{ kind: "commented", number }]);
});
