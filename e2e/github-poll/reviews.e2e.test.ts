import { afterEach, beforeEach, expect, test } from "vitest";
import { askAsInstallation, askAsPerson } from "../github-peer/testing/ask.ts";
import { checkOut, propose } from "../github-peer/testing/propose.ts";
import { type PlayedPoll, playPoll } from "./play-poll.ts";

const SHOP = { owner: "acme", repo: "shop" };

let played: PlayedPoll;
beforeEach(async () => {
  played = await playPoll();
});
afterEach(() => played?.close());

/** Pushes a branch of the file with three lines. */
async function push(branch: string): Promise<void> {
  const checkout = await checkOut(played.peer, "ada", "acme/shop");
  await checkout.push(branch, { "a.txt": "one\ntwo\nthree\n" });
}

async function proposeOurs(head: string): Promise<number> {
  await push(head);
  const wish = { ...SHOP, head, base: "main", title: "Ours" };
  return (await askAsInstallation(played.peer, "acme").request("POST /repos/{owner}/{repo}/pulls", wish)).data.number;
}

const review = (number: number, body: string, lines: readonly number[] = []) =>
  askAsPerson(played.peer, "ada").request("POST /repos/{owner}/{repo}/pulls/{pull_number}/reviews", {
    ...{ ...SHOP, pull_number: number, event: "REQUEST_CHANGES", body },
    comments: lines.map((line) => ({ path: "a.txt", line, side: "RIGHT", body: "/catalyst fix this" })),
  });

async function lookAndDecide(): Promise<string[]> {
  await played.look();
  return played.decide();
}

test("a review of our own pull request and its comments are found, and are one task", async () => {
  const number = await proposeOurs("catalyst/one");
  await played.look();
  await review(number, "/catalyst fix", [1, 3]);
  const decided = await lookAndDecide();
  expect(decided.filter((line) => line.includes("task"))).toHaveLength(1);
  expect(decided.map((line) => line.split(":")[0]).toSorted()).toEqual([
    "pull_request_review",
    "pull_request_review_comment",
    "pull_request_review_comment",
  ]);
  expect(await played.tasks()).toMatchObject([{ taskType: "code_fix", sourceNumber: number }]);
});

test("a review that was there before the first look isn't found, and one of a pull request that came later is", async () => {
  await review(await proposeOurs("catalyst/one"), "/catalyst fix");
  await played.look();
  expect(await lookAndDecide()).toEqual([]);
  await review(await proposeOurs("catalyst/two"), "/catalyst fix");
  expect(await lookAndDecide()).toEqual(["pull_request_review: task submit"]);
});

test("of somebody else's pull request what is asked at its lines is found", async () => {
  await push("topic");
  const { number } = await propose(played.peer, "ada", { name: "acme/shop", head: "topic" });
  await played.look();
  const commit_id = played.peer.pushes.at(-1)?.changes[0]?.after ?? "";
  await askAsPerson(played.peer, "ada").request("POST /repos/{owner}/{repo}/pulls/{pull_number}/comments", {
    ...{ ...SHOP, pull_number: number, commit_id, path: "a.txt", line: 2, side: "RIGHT", body: "/catalyst fix" },
  });
  expect(await lookAndDecide()).toEqual(["pull_request_review_comment: task submit"]);
});
