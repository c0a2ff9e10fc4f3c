import { setTimeout } from "node:timers/promises";
import { afterAll, beforeAll, expect, test } from "vitest";
import { eventually, type PlayedReviews, playReviews, WEB } from "./testing/play-reviews.ts";
import { proposeWork } from "./testing/propose-work.ts";

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

/** Ada's branch with those last two lines of the list. */
const pushEnd = (branch: string, end: readonly [string, string]) =>
  played.push(branch, async (clone) => {
    const lines = Array.from({ length: 98 }, (_, index) => `${index + 1}\n`);
    await clone.write({ "list.txt": [...lines, ...end].join("") });
    await clone.git("commit", "--quiet", "--all", "--message=Change the end");
  });

/** What is put on again sooner may be the same that was told twice, where GitHub's own number of it isn't known yet. */
const AS_ONE_MILLISECONDS = 11_000;

test("a second review answers and settles what was mended, leaves the rest in silence, and folds the first", async () => {
  await pushEnd("end", ["ninety-nine\n", "two\n"]);
  const wish = { ...WEB, title: "The end", head: "end", base: "main" };
  const { data: pull } = await played.ada.request("POST /repos/{owner}/{repo}/pulls", wish);
  await label(pull.number, "catalyst:critic");
  await eventually(() => commentsOf(pull.number)).toHaveLength(2);
  // Its turn is over once that is said.
  await eventually(() =>
    played
      .find(pull.number)
      .comments.map(({ body }) => body)
      .join("\n"),
  ).toContain("✅");
  const head = await pushEnd("end", ["99\n", "two\n"]);
  await eventually(() => played.find(pull.number).labels).toEqual([]);
  await setTimeout(AS_ONE_MILLISECONDS);
  await label(pull.number, "catalyst:critic");
  const said = () => reviewsOf(pull.number).filter(({ body }) => body !== "");
  await eventually(said).toHaveLength(2);
  await eventually(() => said()[0]?.minimizedReason).toBe("outdated");
  expect(said()[1]).toMatchObject({ minimizedReason: null, commitId: head });
  expect(said()[1]?.body).toContain("Of what was said before, 1 is mended.");
  const [mended, standing, answer, ...others] = commentsOf(pull.number);
  expect([mended, standing]).toMatchObject([
    { body: expect.stringContaining("no number"), resolvedBy: { login: "catalyst[bot]" } },
    { body: expect.stringContaining("It is two."), resolvedBy: null },
  ]);
  expect(answer).toMatchObject({ inReplyTo: mended?.id, author: { login: "catalyst[bot]" } });
  expect(words(answer?.body)).toBe(`Mended as of \`${head.slice(0, 12)}\`, as the agent that reviewed it sees it.`);
  expect(others).toEqual([]);
});

const pushesTo = (branch = "") =>
  played.peer.pushes.filter(
    ({ actor, changes }) =>
      actor.login === "catalyst[bot]" && changes.some(({ ref }) => ref === `refs/heads/${branch}`),
  );

test("a review with twelve comments is one turn and twelve answers", async () => {
  const { number, pull } = await proposeWork(played, "The list is missing");
  const before = pull()?.headSha;
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
  const head = pull()?.headSha ?? "";
  expect(head).not.toBe(before);
  const first = commentsOf(number).filter(({ inReplyTo }) => inReplyTo === null);
  expect(answers().map(({ inReplyTo, author, body }) => [inReplyTo, author.login, words(body)])).toEqual(
    first.map(({ id }) => [id, "catalyst[bot]", `Done in ${head}. Mended ${id}.`]),
  );
  expect(pushesTo(pull()?.head)).toHaveLength(2);
});

test("failed checks are worked on as often as the project allows, and then no more", async () => {
  expect((await played.home.run(["config", "set", "github.autofix", "1"])).exitCode).toBe(0);
  const { pull } = await proposeWork(played, "Checks fail");
  const annotations = [{ path: "list.txt", line: 1, level: "failure", message: "No." }] as const;
  const fail = () =>
    played.peer.site.runJobs("acme/web", {
      sha: pull()?.headSha ?? "",
      jobs: [{ name: "lint", conclusion: "failure", annotations: [...annotations] }],
    });
  const first = pull()?.headSha;
  await fail();
  await eventually(() => pushesTo(pull()?.head)).toHaveLength(2);
  expect(pull()?.headSha).not.toBe(first);
  await eventually(() => played.turns("Checks fail")).toEqual(["completed", "completed"]);
  await fail();
  await eventually(() => played.decisions("check_suite")).toEqual(["message", "ignored"]);
  // The description wants an address of the author whose host has a dot.
  expect(played.peer.takeComplaints().filter((complaint) => !complaint.includes('format "email"'))).toEqual([]);
  expect(pushesTo(pull()?.head)).toHaveLength(2);
});

test("who pushes in between is gone on from, and nothing of theirs is lost", async () => {
  const { number, pull } = await proposeWork(played, "Others push, too");
  const branch = pull()?.head ?? "";
  const theirs = await played.push(branch, async (clone) => {
    await clone.write({ "theirs.txt": "Ada was here.\n" });
    await clone.git("add", "--all");
    await clone.git("commit", "--quiet", "--message=Mine");
  });
  const body = "@catalyst Go on, please";
  await played.ada.request("POST /repos/{owner}/{repo}/issues/{issue_number}/comments", {
    ...WEB,
    issue_number: number,
    body,
  });
  await eventually(() => pushesTo(branch)).toHaveLength(2);
  const { data } = await played.ada.request("GET /repos/{owner}/{repo}/pulls/{pull_number}/commits", {
    ...WEB,
    pull_number: number,
  });
  expect(data.map(({ sha }) => sha)).toContain(theirs);
  expect(data.at(-1)?.sha).toBe(pull()?.headSha);
});
