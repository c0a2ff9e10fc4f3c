import { afterAll, beforeAll, expect, test } from "vitest";
import { eventually, type PlayedReviews, playReviews, WEB } from "./testing/play-reviews.ts";

let played: PlayedReviews;

beforeAll(async () => {
  played = await playReviews();
});
afterAll(() => played?.close());

const label = (number: number, name: string) =>
  played.ada.request("POST /repos/{owner}/{repo}/issues/{issue_number}/labels", {
    ...WEB,
    issue_number: number,
    labels: [name],
  });
const reviewsOf = (number: number) => played.find(number).pullRequest?.reviews ?? [];
const commentsOf = (number: number) => played.find(number).pullRequest?.reviewComments ?? [];
const words = (text = "") => text.replaceAll(/<!--.*?-->\n?/g, "").trim();

test("a finding outside of the diff doesn't refuse the review: it is in its words, and the others at their lines", async () => {
  const head = await played.push("two", async (clone) => {
    const lines = Array.from({ length: 100 }, (_, index) => (index === 99 ? "two\n" : `${index + 1}\n`));
    await clone.write({ "list.txt": lines.join("") });
    await clone.git("commit", "--quiet", "--all", "--message=Two");
  });
  const wish = { ...WEB, title: "Two", head: "two", base: "main" };
  const { data: pull } = await played.ada.request("POST /repos/{owner}/{repo}/pulls", wish);
  await label(pull.number, "catalyst:reader");
  await eventually(() => reviewsOf(pull.number)).toHaveLength(1);
  const [review] = reviewsOf(pull.number);
  expect(review).toMatchObject({ state: "COMMENTED", commitId: head, author: { login: "catalyst[bot]" } });
  const [inline, ...others] = commentsOf(pull.number);
  expect(others).toEqual([]);
  expect(inline).toMatchObject({ path: "list.txt", line: 100, side: "RIGHT" });
  expect(inline?.body).toContain("```suggestion\n2\n```");
  for (const part of [
    "Two things.",
    "`list.txt:7` **low**: Seven is far from it.",
    "It is elsewhere.",
    head.slice(0, 12),
  ]) {
    expect(review?.body).toContain(part);
  }
  expect(`${review?.body}${inline?.body}`).not.toMatch(/@ada|Fixes #1/);
});

test("a review with twelve comments is one turn and twelve answers", async () => {
  const issue = { ...WEB, title: "The list is missing" };
  const { data: opened } = await played.ada.request("POST /repos/{owner}/{repo}/issues", issue);
  await label(opened.number, "catalyst:mender");
  const ours = () => {
    const { issues } = played.peer.repository("acme/web");
    return issues.find(({ author, pullRequest }) => pullRequest !== null && author.login === "catalyst[bot]");
  };
  await eventually(() => ours()?.pullRequest?.head).toBeDefined();
  const { number = 0, pullRequest } = ours() ?? {};
  const before = pullRequest?.headSha;
  await played.ada.request("POST /repos/{owner}/{repo}/pulls/{pull_number}/reviews", {
    ...{ ...WEB, pull_number: number, event: "REQUEST_CHANGES", body: "Twelve things." },
    comments: Array.from({ length: 12 }, (_, index) => ({
      path: "list.txt",
      line: index + 21,
      side: "LEFT",
      body: `Point ${index}`,
    })),
  });
  const answers = () => commentsOf(number).filter(({ inReplyTo }) => inReplyTo !== null);
  await eventually(answers).toHaveLength(12);
  const head = played.find(number).pullRequest?.headSha ?? "";
  expect(head).not.toBe(before);
  const first = commentsOf(number).filter(({ inReplyTo }) => inReplyTo === null);
  expect(answers().map(({ inReplyTo, author, body }) => [inReplyTo, author.login, words(body)])).toEqual(
    first.map(({ id }) => [id, "catalyst[bot]", `Done in ${head}. Mended ${id}.`]),
  );
  const pushes = played.peer.pushes.filter(({ actor }) => actor.login === "catalyst[bot]");
  expect(pushes).toHaveLength(2);
});
