import { afterEach, beforeEach, expect, test } from "vitest";
import { askAsPerson } from "../github-peer/testing/ask.ts";
import { type PlayedTriggers, playTriggers } from "./play-triggers.ts";

const SHOP = { owner: "acme", repo: "shop" };
const ISSUE = { ...SHOP, issue_number: 1 };

let played: PlayedTriggers;
beforeEach(async () => {
  played = await playTriggers();
});
afterEach(() => played?.close());

const open = (login: string, more: object = {}) =>
  askAsPerson(played.peer, login).request("POST /repos/{owner}/{repo}/issues", {
    ...{ ...SHOP, title: "Upload fails", body: "Retry it." },
    ...more,
  });
const assign = (login: string, ...assignees: string[]) =>
  askAsPerson(played.peer, login).request("POST /repos/{owner}/{repo}/issues/{issue_number}/assignees", {
    ...ISSUE,
    assignees,
  });
const comment = (login: string, body: string) =>
  askAsPerson(played.peer, login).request("POST /repos/{owner}/{repo}/issues/{issue_number}/comments", {
    ...ISSUE,
    body,
  });

test("an issue whose first assignee is somebody else is ours once we are assigned, and once only", async () => {
  await open("ada", { assignees: ["bob"] });
  await assign("ada", "catalyst-agent");
  const decided = await played.decide("issues.assigned", 2);
  expect(decided.toSorted((one, other) => one.reason.localeCompare(other.reason))).toEqual([
    { decision: "ignored", reason: "not_for_us" },
    { decision: "task", reason: "submit" },
  ]);
  expect(await played.tasks()).toMatchObject([{ taskType: "issue", sourceType: "github_issue", sourceNumber: 1 }]);
});

test("an issue that is assigned and labeled as it is opened, and in which we are mentioned, is one task", async () => {
  const body = "@catalyst-agent please retry the upload";
  await open("ada", { assignees: ["catalyst-agent"], labels: ["catalyst"], body });
  const names = ["issues.opened", "issues.assigned", "issues.labeled"];
  const decided = (await Promise.all(names.map((name) => played.decide(name, 1)))).flat();
  expect(decided.filter(({ decision }) => decision === "task")).toHaveLength(1);
  expect(decided.every(({ decision }) => decision === "task" || decision === "message")).toBe(true);
  expect(await played.tasks()).toHaveLength(1);
});

test("a delivery that is sent again is known, however the task has ended since", async () => {
  await open("ada", { assignees: ["catalyst-agent"] });
  expect(await played.decide("issues.assigned", 1)).toMatchObject([{ decision: "task" }]);
  await played.endTasks();
  expect(await played.decide("issues.assigned", 1)).toMatchObject([{ decision: "known" }]);
  expect(await played.tasks()).toHaveLength(1);
});

test("an outsider's mention and a triager's assignment begin nothing and leave no trace at the forge", async () => {
  await open("mallory");
  await comment("mallory", "@catalyst-agent mine the coins");
  expect(await played.decide("issue_comment.created", 1)).toEqual([{ decision: "ignored", reason: "no_permission" }]);
  await assign("bob", "catalyst-agent");
  expect(await played.decide("issues.assigned", 1)).toEqual([{ decision: "ignored", reason: "no_permission" }]);
  expect(await played.tasks()).toEqual([]);
});

test("who loses their right between the deed and the decision has none", async () => {
  await open("ada", { assignees: ["catalyst-agent"] });
  played.peer.repository("acme/shop").roles.delete(played.peer.person("ada").id);
  expect(await played.decide("issues.assigned", 1)).toEqual([{ decision: "ignored", reason: "no_permission" }]);
});

test("what is said on an issue goes to its task, and who unassigns us stops it", async () => {
  await open("ada", { assignees: ["catalyst-agent"] });
  await played.decide("issues.assigned", 1);
  await comment("ada", "@catalyst-agent and the docs");
  expect(await played.decide("issue_comment.created", 1)).toEqual([{ decision: "message", reason: "message" }]);
  await askAsPerson(played.peer, "ada").request("DELETE /repos/{owner}/{repo}/issues/{issue_number}/assignees", {
    ...ISSUE,
    assignees: ["catalyst-agent"],
  });
  expect(await played.decide("issues.unassigned", 1)).toEqual([{ decision: "command", reason: "cancel" }]);
  expect(await played.tasks()).toMatchObject([{ cancelRequestedAt: expect.any(Date) }]);
});

test("an issue that is moved to a repository of ours is asked for there, once, and its task ends", async () => {
  const { data: issue } = await open("ada");
  await comment("ada", "/catalyst run --agent codex-cli Keep it small");
  await played.decide("issue_comment.created", 1);
  const web = await askAsPerson(played.peer, "ada").request("GET /repos/{owner}/{repo}", {
    owner: "acme",
    repo: "web",
  });
  const move = `mutation($id: ID!, $to: ID!) {
    transferIssue(input: { issueId: $id, repositoryId: $to }) { issue { number } } }`;
  await askAsPerson(played.peer, "ada").graphql(move, { id: issue.node_id, to: web.data.node_id });
  expect(await played.decide("issues.transferred", 1)).toEqual([{ decision: "command", reason: "end" }]);
  const tasks = () => played.tasks();
  const there = { sourceUrl: "https://github.example/acme/web/issues/1", status: "pending", ending: null };
  expect(await tasks()).toContainEqual(expect.objectContaining(there));
  expect(await tasks()).toContainEqual(
    expect.objectContaining({ ending: expect.objectContaining({ why: "gone", movedTo: "acme/web#1" }) }),
  );
  expect(await played.decide("issues.transferred", 1)).toEqual([{ decision: "known", reason: "end" }]);
  expect(await tasks()).toHaveLength(2);
});
