import { afterEach, beforeEach, expect, test } from "vitest";
import { askAsPerson } from "../github-peer/testing/ask.ts";
import { type PlayedAnswers, playAnswers } from "./play-answers.ts";

const SHOP = { owner: "acme", repo: "shop" };

let played: PlayedAnswers;
beforeEach(async () => {
  played = await playAnswers();
});
afterEach(() => played?.close());

const issueIdOf = (number: number) => {
  return played.peer.repository("acme/shop").issues.find((one) => one.number === number)?.id ?? 0;
};

test("an issue that is labeled is seen to be taken up, has one comment, and may be labeled again", async () => {
  const number = await played.open("ada", { labels: ["catalyst"] });
  await played.decide("issues.labeled", 1);
  await played.tell();
  expect(played.reactions(issueIdOf(number))).toEqual(["eyes"]);
  expect(played.said(number)).toEqual([expect.stringContaining("### ⏳ Accepted")]);
  const labels = "/repos/{owner}/{repo}/issues/{issue_number}/labels";
  const ada = askAsPerson(played.peer, "ada");
  expect((await ada.request(`GET ${labels}`, { ...SHOP, issue_number: number })).data).toEqual([]);
  // That we took it off ends nothing.
  expect(await played.decide("issues.unlabeled", 1)).toMatchObject([{ decision: "ignored", reason: "own_account" }]);
  await played.endTasks();
  // Two of a kind within seconds are one: that was a minute ago.
  await played.db.pool.query("update github_triggers set happened_at = happened_at - interval '1 minute'");
  await ada.request(`POST ${labels}`, { ...SHOP, issue_number: number, labels: ["Catalyst"] });
  expect(await played.decide("issues.labeled", 2)).toEqual(
    expect.arrayContaining([{ decision: "task", reason: "submit" }]),
  );
  expect(await played.tasks()).toHaveLength(2);
});

test("what can't be done is answered where it was asked, with what to do instead", async () => {
  const number = await played.open("ada");
  const unknown = await played.comment("ada", number, "/catalyst rnu it");
  await played.decide("issue_comment.created", 1);
  const nothing = await played.comment("ada", number, "/catalyst retry");
  await played.decide("issue_comment.created", 2);
  await played.tell();
  expect([played.reactions(unknown), played.reactions(nothing)]).toEqual([["confused"], ["confused"]]);
  const said = played.said(number);
  expect(said).toHaveLength(2);
  expect(said[0]).toContain("@ada: `rnu` is no command. Did you mean `run`?");
  expect(said[1]).toMatch(/nothing that it is for\. Here you can say:[\s\S]*`\/catalyst plan/);
});

test("who asks for help or how it is gets one answer, and a command that was done a sign", async () => {
  const number = await played.open("ada", { labels: ["catalyst"] });
  await played.decide("issues.labeled", 1);
  await played.comment("ada", number, "/catalyst help");
  await played.comment("ada", number, "/catalyst status");
  const stop = await played.comment("ada", number, "/catalyst stop");
  await played.decide("issue_comment.created", 3);
  await played.tell();
  expect(played.reactions(stop)).toEqual(["+1"]);
  const answers = played.said(number).filter((body) => body.includes("catalyst:answer-"));
  expect(answers.join()).toMatch(/Here you can say:/);
  expect(answers.join()).toMatch(/<details><summary>How task #1 is<\/summary>/);
  expect(answers).toHaveLength(2);
});

test("outsiders, people who may not write and a command that was edited in get nothing visible but where it is theirs", async () => {
  const number = await played.open("mallory");
  const asked = [
    await played.comment("mallory", number, "@catalyst-agent mine the coins"),
    await played.comment("bob", number, "/catalyst run"),
  ];
  expect(await played.decide("issue_comment.created", 2)).toEqual([
    { decision: "ignored", reason: "no_permission" },
    { decision: "ignored", reason: "no_permission" },
  ]);
  const edited = await played.comment("ada", number, "Hm.");
  const comment = "PATCH /repos/{owner}/{repo}/issues/comments/{comment_id}";
  await askAsPerson(played.peer, "ada").request(comment, { ...SHOP, comment_id: edited, body: "/catalyst run" });
  expect(await played.decide("issue_comment.edited", 1)).toEqual([{ decision: "refused", reason: "edited_in" }]);
  await played.tell();
  expect(asked.flatMap(played.reactions)).toEqual([]);
  expect(played.reactions(edited)).toEqual(["confused"]);
  expect(played.said(number)).toEqual([expect.stringContaining("@ada: A command that is edited into a comment")]);
  expect(await played.tasks()).toEqual([]);
});

test("a bot that quotes us twenty times begins nothing, and is told nothing", async () => {
  const number = await played.open("ada");
  await played.comment("ada", number, "/catalyst rnu");
  await played.decide("issue_comment.created", 1);
  await played.tell();
  const [said = ""] = played.said(number);
  for (let count = 0; count < 20; count++) {
    await played.comment("ada", number, `${said}\n\n@catalyst-agent and again`);
  }
  const decided = await played.decide("issue_comment.created", 22);
  expect(decided.filter(({ reason }) => reason === "own_mark" || reason === "own_account")).toHaveLength(21);
  await played.tell();
  expect(played.said(number)).toHaveLength(1);
});
