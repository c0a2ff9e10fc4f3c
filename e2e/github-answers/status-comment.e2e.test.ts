import { afterEach, beforeEach, expect, test, vi } from "vitest";
import { askAsPerson } from "../github-peer/testing/ask.ts";
import { type PlayedAnswers, playAnswers } from "./play-answers.ts";

const SHOP = { owner: "acme", repo: "shop" };

let played: PlayedAnswers;
beforeEach(async () => {
  played = await playAnswers();
});
afterEach(async () => {
  vi.useRealTimers();
  await played?.close();
});

/** An issue of which a task was made. */
async function ask(): Promise<{ number: number; taskId: string }> {
  const number = await played.open("ada", { assignees: ["catalyst-agent"] });
  await played.decide("issues.assigned", 1);
  const [task] = await played.tasks();
  return { number, taskId: task?.id ?? "" };
}

async function deleteOurs(number: number): Promise<void> {
  const ada = askAsPerson(played.peer, "ada");
  const { data } = await ada.request("GET /repos/{owner}/{repo}/issues/{issue_number}/comments", {
    ...{ ...SHOP, issue_number: number },
  });
  for (const { id } of data) {
    await ada.request("DELETE /repos/{owner}/{repo}/issues/comments/{comment_id}", { ...SHOP, comment_id: id });
  }
}

const lines = (number: number) => played.said(number).map((body) => /^### .*$/m.exec(body)?.[0]);

test("a status comment that people deleted is made once again for the last word, and no more", async () => {
  const { number, taskId } = await ask();
  await played.tell();
  await deleteOurs(number);
  await played.move(taskId, "running");
  await played.tell();
  expect(lines(number)).toEqual([]);
  await played.move(taskId, "cancelled");
  await played.tell();
  expect(lines(number)).toEqual(["### ⏹️ Stopped"]);
  await deleteOurs(number);
  await played.tellLater();
  expect(lines(number)).toEqual([]);
});

test("a crash between posting and noting leaves one comment, which is found and edited", async () => {
  const { number, taskId } = await ask();
  played.peer.meet({ method: "POST", path: /\/comments$/, when: "after", does: "cut" });
  await played.tell();
  expect(lines(number)).toEqual(["### ⏳ Accepted"]);
  await played.move(taskId, "running");
  await played.tellLater();
  expect(lines(number)).toEqual(["### ⏳ Working"]);
});

test("in a locked conversation the task goes on without a word, and is told of again once it is open", async () => {
  const { number, taskId } = await ask();
  const issue = { ...SHOP, issue_number: number };
  const ada = askAsPerson(played.peer, "ada");
  await ada.request("PUT /repos/{owner}/{repo}/issues/{issue_number}/lock", issue);
  expect(await played.decide("issues.locked", 1)).toEqual([{ decision: "ignored", reason: "locked" }]);
  await played.move(taskId, "running");
  await played.tellLater();
  expect(lines(number)).toEqual([]);
  expect(new Set(await played.problems())).toEqual(new Set(["the conversation is locked"]));
  expect(await played.tasks()).toMatchObject([{ status: "running", cancelRequestedAt: null }]);
  await ada.request("DELETE /repos/{owner}/{repo}/issues/{issue_number}/lock", issue);
  await played.move(taskId, "cancelled");
  await played.tellLater();
  expect(lines(number)).toEqual(["### ⏹️ Stopped"]);
});

test.each([
  [
    "a limit that says how long",
    { message: "You have exceeded a secondary rate limit", headers: { "retry-after": "60" } },
  ],
  ["a limit that doesn't", { message: "You have exceeded a secondary rate limit. Wait a few minutes." }],
  ["a limit of the hour", { message: "API rate limit exceeded", headers: { "x-ratelimit-remaining": "0" } }],
])("403 for %s is waited for, and the comment is there in the end, once", async (_what, fault) => {
  const at = Date.now();
  const { number } = await ask();
  const reset = { "x-ratelimit-reset": String(Math.ceil(at / 1000) + 600) };
  const headers = { ...reset, ...("headers" in fault ? fault.headers : {}) };
  played.peer.meet({ method: "POST", path: /\/comments$/, does: { status: 403, ...fault, headers } });
  await played.tell();
  expect(lines(number)).toEqual([]);
  expect(await played.problems()).toEqual([]);
  vi.useFakeTimers({ toFake: ["Date"], now: at + 3_600_000 });
  await played.tellLater();
  expect(lines(number)).toEqual(["### ⏳ Accepted"]);
});

test.each([
  [
    "Resource not accessible by integration",
    "it isn't allowed without issues: write, which whoever owns it has to accept",
  ],
  ["Repository was archived so is read-only.", "the repository is archived"],
  ["Resource protected by organization SAML enforcement.", "its organisation's single sign-on keeps Catalyst out"],
  ["Unable to create comment because issue is locked.", "the conversation is locked"],
])("403 that says %j is given up with its reason, and the task goes on", async (message, problem) => {
  const { number } = await ask();
  const headers = { "x-accepted-github-permissions": "issues=write" };
  const does = { status: 403, message, headers };
  played.peer.meet({ method: "POST", path: /\/(comments|reactions)$/, times: 2, does });
  await played.tell();
  expect(lines(number)).toEqual([]);
  expect(new Set(await played.problems())).toEqual(new Set([problem]));
  expect(await played.tasks()).toMatchObject([{ status: "pending", cancelRequestedAt: null }]);
});

test("where the App was taken off midway, what was to be told is given up at once", async () => {
  const { taskId } = await ask();
  await played.tell();
  played.peer.installation("acme").suspendedAt = new Date();
  await played.move(taskId, "running");
  await played.tell();
  expect(await played.problems()).toEqual([expect.stringContaining("App was taken off it, or suspended")]);
});
