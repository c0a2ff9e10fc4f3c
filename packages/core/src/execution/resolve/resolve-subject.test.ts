import { beforeEach, expect, test } from "vitest";
import { submitTask } from "../../task/submit/submit-task.ts";
import { TaskRequest } from "../../task/submit/task-request.ts";
import type { AgentTask } from "../../task/task.ts";
import { gatheredOf } from "../../testing/forge/gathered-of.ts";
import { type MemoryForge, memoryForge } from "../../testing/forge/memory-forge.ts";
import { ASKING, createTurns, type Turns } from "../../testing/play-turns.ts";

const SHOP = "https://github.com/acme/shop";
const HEAD = "e".repeat(40);
const ISSUE = { number: 12, title: "The sum is wrong", text: "add() subtracts." };
const PULL = {
  ...{ number: 7, title: "Mend the sum", text: "" },
  change: { head: HEAD, branch: "feature", base: "main", isFork: false },
};

let turns: Turns;
let forge: MemoryForge;

beforeEach(() => {
  turns = createTurns();
  turns.repositories.branches.set("feature", HEAD);
  forge = memoryForge(SHOP);
  forge.gathered.set(12, gatheredOf(ISSUE)).set(7, gatheredOf(PULL));
  turns.deps.findForge = async () => forge;
});

async function ask(work: "issue" | "review" | "fix", url: string, text = ""): Promise<AgentTask> {
  const request = TaskRequest.parse({ source: { kind: "subject", url, work, text } });
  return (await submitTask(request, ASKING.actor, turns.useCases)).task;
}

test("an issue is read when the work begins, and what its person says beside it stays theirs", async () => {
  const task = await ask("issue", `${SHOP}/issues/12#issuecomment-3`, "Only the sum.");
  expect(task).toMatchObject({
    ...{ taskType: "issue", sourceType: "github_issue", sourceNumber: 12, sourceUrl: `${SHOP}/issues/12` },
    contextPayload: { title: "acme/shop#12", body: "", instruction: "Only the sum." },
  });
  const job = await turns.run(task, { head: null });
  const { contextPayload, branch } = turns.now(task);
  expect(contextPayload).toMatchObject({ title: ISSUE.title, body: ISSUE.text, instruction: "Only the sum." });
  expect(branch).toContain("the-sum-is-wrong");
  expect(job.prompt).toMatch(/# Request\n\nOnly the sum\.[\s\S]*add\(\) subtracts\./);
});

test("an issue itself may name its base, and who asks has the last word", async () => {
  turns.repositories.branches.set("release", HEAD);
  forge.gathered.set(12, gatheredOf({ ...ISSUE, labels: ["catalyst:base:release"] }));
  const task = await ask("issue", `${SHOP}/issues/12`);
  await turns.run(task, { head: null });
  expect(turns.now(task)).toMatchObject({ status: "completed", baseBranch: "release" });
  const source = { kind: "subject", url: `${SHOP}/issues/12`, work: "issue", text: "" } as const;
  const asked = TaskRequest.parse({ source, base: "feature" });
  const { task: other } = await submitTask(asked, ASKING.actor, turns.useCases);
  await turns.run(other, { head: null });
  expect(turns.now(other)).toMatchObject({ baseBranch: "feature" });
});

test("a pull request is reviewed at the commit that it had, for its base", async () => {
  const task = await ask("review", `${SHOP}/pull/7/files`);
  expect(task).toMatchObject({ taskType: "pr_review", sourceType: "github_pr", sourceNumber: 7 });
  forge.pullRequests.push({
    ...{ number: 7, head: "feature", base: "main", title: "x", body: "", isDraft: false, isOpen: true },
    ...{ author: "ada", lines: new Map() },
  });
  await turns.run(task, { head: null, summary: "Fine." });
  const [execution] = turns.executionsOf(task);
  expect(execution).toMatchObject({ purpose: "review", startCommit: HEAD, resolution: { reviewed: { commit: HEAD } } });
  expect(turns.now(task)).toMatchObject({ status: "completed", baseBranch: "main" });
  expect(forge.reviews).toMatchObject([{ number: 7 }]);
});

test("a fix goes on from the pull request's branch, and none from a fork's", async () => {
  const task = await ask("fix", `${SHOP}/pull/7`);
  await turns.run(task, { head: null });
  expect(turns.now(task)).toMatchObject({ taskType: "code_fix", baseBranch: "feature" });
  forge.gathered.set(7, gatheredOf({ ...PULL, change: { ...PULL.change, isFork: true } }));
  const forked = await ask("fix", `${SHOP}/pull/7`);
  await turns.runAlone(forked);
  expect(turns.now(forked)).toMatchObject({ status: "refused", errorMessage: expect.stringContaining("fork") });
});

test("an outage is waited for, and what isn't there refused", async () => {
  const task = await ask("issue", `${SHOP}/issues/12`);
  forge.next = { problem: { kind: "outage", reason: "502" }, isDone: false };
  await turns.run(task, { head: null });
  expect(turns.now(task).contextPayload.title).toBe(ISSUE.title);
  const gone = await ask("issue", `${SHOP}/issues/99`);
  await turns.runAlone(gone);
  const errorMessage = expect.stringContaining(`Reading ${SHOP}/issues/99 failed`);
  expect(turns.now(gone)).toMatchObject({ status: "refused", errorMessage });
});

test("where no forge is reached it says so", async () => {
  turns.deps.findForge = async () => null;
  const task = await ask("issue", `${SHOP}/issues/12`);
  await turns.runAlone(task);
  expect(turns.now(task)).toMatchObject({
    status: "refused",
    errorMessage: expect.stringContaining("no GitHub App"),
  });
});

test.each([
  ["issue", `${SHOP}/pull/7`, /is a pull request, not an issue/],
  ["review", `${SHOP}/issues/12`, /is an issue, not a pull request/],
  ["fix", "https://github.com/acme", /isn't the address/],
] as const)("%s of %s is refused at once", async (work, url, message) => {
  await expect(ask(work, url)).rejects.toThrow(message);
});

test("a repository is named once", async () => {
  const repository = { kind: "url", url: `${SHOP}.git` } as const;
  const request = TaskRequest.parse({
    repository,
    source: { kind: "subject", url: `${SHOP}/issues/12`, work: "issue", text: "" },
  });
  await expect(submitTask(request, ASKING.actor, turns.useCases)).rejects.toThrow(/Leave the other one out/);
  const nowhere = TaskRequest.parse({ source: { kind: "prompt", text: "Fix" } });
  await expect(submitTask(nowhere, ASKING.actor, turns.useCases)).rejects.toThrow(/no repository is named/);
});
