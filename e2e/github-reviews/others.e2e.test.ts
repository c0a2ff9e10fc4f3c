import { afterAll, beforeAll, expect, test } from "vitest";
import { createGitRepository } from "../git-repository.ts";
import { eventually, type PlayedReviews, playReviews, WEB } from "./testing/play-reviews.ts";

/** Reviews of what others have elsewhere, and change while it is looked at. */
let played: PlayedReviews;

beforeAll(async () => {
  played = await playReviews();
});
afterAll(() => played?.close());

const PULLS = "POST /repos/{owner}/{repo}/pulls";
const ISSUE = "/repos/{owner}/{repo}/issues/{issue_number}";
const label = (number: number, name: string) =>
  played.ada.request(`POST ${ISSUE}/labels`, { ...WEB, issue_number: number, labels: [name] });
const reviewsOf = (number: number) => played.find(number).pullRequest?.reviews ?? [];
/** What we say on an issue or pull request beside reviews. */
const said = (number: number) =>
  played
    .find(number)
    .comments.filter(({ author }) => author.login === "catalyst[bot]")
    .map(({ body }) => body)
    .join("\n");

function listThatEnds(end: string): string {
  return `${Array.from({ length: 99 }, (_, index) => `${index + 1}\n`).join("")}${end}\n`;
}

test("a fork's pull request is reviewed as the repository itself has it, and nothing is pushed to the fork", async () => {
  const { peer, ada } = played;
  await ada.request("POST /repos/{owner}/{repo}/forks", WEB);
  const remote = `${peer.address.replace("://", `://ada:${peer.person("ada").token}@`)}/ada/web.git`;
  const clone = await createGitRepository({});
  await clone.git("pull", "--quiet", remote, "main");
  await clone.write({ "list.txt": listThatEnds("two") });
  await clone.git("commit", "--quiet", "--all", "--message=Two");
  await clone.git("push", "--quiet", remote, "HEAD:refs/heads/mine");
  const head = await clone.git("rev-parse", "HEAD");
  const { data: pull } = await ada.request(PULLS, { ...WEB, title: "From a fork", head: "ada:mine", base: "main" });
  await label(pull.number, "catalyst:reader");
  await eventually(() => reviewsOf(pull.number)).toHaveLength(1);
  expect(reviewsOf(pull.number)).toMatchObject([{ commitId: head, author: { login: "catalyst[bot]" } }]);
  await ada.request(`POST ${ISSUE}/comments`, { ...WEB, issue_number: pull.number, body: "/catalyst fix" });
  await eventually(() => said(pull.number)).toContain("I can't push to a fork");
  const heads = (await clone.git("ls-remote", remote, "refs/heads/*")).split("\n");
  expect(heads.map((line) => line.split("\t")[1])).toEqual(["refs/heads/main", "refs/heads/mine"]);
});

test("a pull request whose commits are replaced while it is reviewed is looked at once more, and one review stands at what is there", async () => {
  const first = await played.push("replaced", async (clone) => {
    await clone.write({ "list.txt": listThatEnds("two") });
    await clone.git("commit", "--quiet", "--all", "--message=Two");
  });
  const wish = { ...WEB, title: "Replaced", head: "replaced", base: "main" };
  const { data: pull } = await played.ada.request(PULLS, wish);
  await label(pull.number, "catalyst:watcher");
  await eventually(() => played.turns("Replaced")).toEqual(["running"]);
  const replaced = await played.push("replaced", async (clone) => {
    await clone.git("reset", "--quiet", "--hard", "HEAD~1");
    await clone.write({ "list.txt": listThatEnds("zwei") });
    await clone.git("commit", "--quiet", "--all", "--message=Zwei");
  });
  expect(replaced).not.toBe(first);
  await eventually(() => played.turns("Replaced")).toEqual(["completed", "completed"]);
  expect(reviewsOf(pull.number)).toMatchObject([{ commitId: replaced, author: { login: "catalyst[bot]" } }]);
});
