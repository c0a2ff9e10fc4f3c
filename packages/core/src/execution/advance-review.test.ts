import { beforeEach, expect, test } from "vitest";
import { CatalystError } from "../catalyst-error.ts";
import { retryTask } from "../task/act/retry-task.ts";
import { sendMessage } from "../task/act/send-message.ts";
import { BASE_COMMIT } from "../testing/memory-repositories.ts";
import { ASKING, createTurns, type Turns } from "../testing/play-turns.ts";

const HEAD = "e".repeat(40);
const MOVED = "f".repeat(40);
const REVIEW = {
  findings: [{ file: "sum.js", line: 3, severity: "high", text: "It subtracts." } as const],
  leftOut: 0,
};

let turns: Turns;

beforeEach(() => {
  turns = createTurns();
  turns.repositories.branches.set("feature", HEAD);
});

test("a review starts at its head with settings of its base, and its findings are the task's result", async () => {
  const task = await turns.submitReview("feature");
  const job = await turns.run(task, { head: null, summary: "One bug.", review: REVIEW });
  expect(turns.executionsOf(task)).toMatchObject([
    { purpose: "review", baseCommit: BASE_COMMIT, settingsCommit: BASE_COMMIT, startCommit: HEAD, branchCommit: null },
  ]);
  expect(job).toMatchObject({ agent: { purpose: "review" }, repository: { branch: "feature", baseCommit: HEAD } });
  expect(turns.now(task)).toMatchObject({
    ...{ taskType: "pr_review", sourceType: "revision", status: "completed", baseBranch: "main" },
    resultPayload: { review: REVIEW, summary: "One bug.", publication: { kind: "nothing" }, leftOut: [] },
  });
});

test("its agent is told what the change does, as it stands there, and nothing of it where git can't say", async () => {
  turns.repositories.patches.set("sum.js", "@@ -1 +1 @@\n-a - b\n+a + b <!-- hidden\n");
  const { prompt } = await turns.run(await turns.submitReview("feature"), { head: null, review: REVIEW });
  expect(prompt).toContain('# What the change does\n\n- "sum.js" +1 -1');
  expect(prompt).toContain("+a + b <!-- hidden\n");
  turns.repositories.readChange = () => Promise.reject(new CatalystError("unavailable", "It takes too long."));
  const job = await turns.run(await turns.submitReview("feature"), { head: null, review: REVIEW });
  expect(job.prompt).toContain("# The change");
  expect(job.prompt).not.toContain("# What the change does");
});

test("its workspace can't be changed, nothing may be pushed, and its preparation is told what is as at the base", async () => {
  turns.deps.policy = { ...turns.deps.policy, protectedPaths: [{ role: "agents", path: "AGENTS.md" }] };
  const task = await turns.submitReview("feature");
  await turns.run(task, { head: null, review: REVIEW });
  const stages = turns.environments.requests[0]?.stages ?? [];
  expect(stages.map(({ job, isWorkspaceReadOnly }) => [job.stage, isWorkspaceReadOnly])).toEqual([
    ["prepare", false],
    ["agent", true],
  ]);
  expect(stages.map(({ job }) => job.repository.reviewed)).toEqual([
    { baseCommit: BASE_COMMIT, instructionPaths: ["AGENTS.md"] },
    null,
  ]);
  expect([...turns.memory.grants.values()].map(({ branch }) => branch)).toEqual([null, null, null, null]);
});

test("a review whose findings came in no form says so, and keeps its words", async () => {
  const task = await turns.submitReview("feature");
  await turns.run(task, { head: null, summary: "Looks wrong." });
  expect(turns.now(task)).toMatchObject({
    status: "completed",
    resultPayload: { review: null, summary: "Looks wrong.", leftOut: [expect.stringContaining("findings")] },
  });
});

test("a failed review keeps what was found", async () => {
  const task = await turns.submitReview("feature");
  await turns.run(task, { head: null, outcome: "failed", review: REVIEW });
  expect(turns.now(task)).toMatchObject({ status: "failed", resultPayload: { review: REVIEW } });
});

test("a message goes on with the same head, a retry begins with where it is by then", async () => {
  const task = await turns.submitReview("feature");
  await turns.run(task, { head: null, review: REVIEW });
  turns.repositories.branches.set("feature", MOVED);
  const sent = await sendMessage({ task: turns.now(task), ...ASKING, text: "And the tests?" }, turns.useCases);
  await turns.run(sent.task, { head: null, outcome: "failed" });
  expect(turns.executionsOf(task)).toMatchObject([{ startCommit: HEAD }, { purpose: "review", startCommit: HEAD }]);
  await retryTask({ task: turns.now(task), ...ASKING, agent: null }, turns.useCases);
  await turns.run(task, { head: null, review: REVIEW });
  expect(turns.executionsOf(task).at(-1)).toMatchObject({ purpose: "review", startCommit: MOVED });
});

test("a head that is the base is refused before anything is spent", async () => {
  const task = await turns.submitReview("main");
  await turns.runAlone(task);
  expect(turns.executionsOf(task)).toMatchObject([{ refusal: { code: "invalid_input" } }]);
  expect(turns.environments.requests).toEqual([]);
});

test.each([
  ["a plan", { requirePlanApproval: true }],
  ["a race", { race: { pick: "person" } }],
] as const)("%s of a review is refused at the door", async (_what, options) => {
  await expect(turns.submitReview("feature", options)).rejects.toMatchObject({ code: "invalid_input" });
});
