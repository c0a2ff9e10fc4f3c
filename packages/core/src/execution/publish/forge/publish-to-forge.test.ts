import { beforeEach, expect, test } from "vitest";
import { AgentConfig } from "../../../agent/agent-config.ts";
import { CatalystError } from "../../../catalyst-error.ts";
import { findingKey } from "../../../forge/review/finding-key.ts";
import { publishTask } from "../../../task/act/publish-task.ts";
import { sendMessage } from "../../../task/act/send-message.ts";
import type { ReviewScope } from "../../../task/submit/review-scope.ts";
import { submitTask } from "../../../task/submit/submit-task.ts";
import { TaskRequest } from "../../../task/submit/task-request.ts";
import type { AgentTask } from "../../../task/task.ts";
import { gatheredOf } from "../../../testing/forge/gathered-of.ts";
import { type MemoryForge, memoryForge } from "../../../testing/forge/memory-forge.ts";
import { ASKING, createTurns, type Turns } from "../../../testing/play-turns.ts";
import type { AgentExecution } from "../../execution.ts";

const SHOP = "https://github.com/acme/shop";
const HEAD = "e".repeat(40);
const MOVED = "f".repeat(40);
const FINDING = { file: "sum.js", line: 3, severity: "high", text: "It subtracts." } as const;
const VERIFICATION = {
  isPassed: true,
  exitCode: 1,
  attempts: 1,
  output: "1 test failed",
  commit: HEAD,
  command: "npm test",
};
const REVIEW = { findings: [FINDING], leftOut: 0 };

let turns: Turns;
let forge: MemoryForge;

beforeEach(() => {
  turns = createTurns();
  turns.repositories.branches.set("feature", HEAD);
  turns.repositories.patches.set("sum.js", "@@ -1,3 +1,5 @@");
  forge = memoryForge("/srv/shop");
  forge.urls.add(SHOP);
  turns.deps.findForge = async () => forge;
});

/** A task whose branch the forge knows by now. */
async function submit(): Promise<AgentTask> {
  const task = await turns.submit({});
  forge.branches = new Set(["main"]);
  forge.branches.has = () => true;
  return task;
}

/** The task is asked for by an account of the forge, which may write there. */
function askAsAda(task: AgentTask): void {
  const [execution] = turns.executionsOf(task);
  const { userId } = ASKING.actor;
  const project = { projectId: userId, permission: "write" } as const;
  const askedBy = { kind: "forge_account", userId, forge: "github", accountId: "7", login: "ada", ...project } as const;
  turns.memory.executions.set(execution?.id ?? "", { ...execution, askedBy } as never);
  turns.deps.accounts.findProject = async () => ({ id: userId, role: "owner", userId, teamId: null }) as never;
  forge.permissions.set("ada", { id: "7", permission: "write" });
}

async function submitReview(review?: ReviewScope): Promise<AgentTask> {
  const url = `${SHOP}/pull/7`;
  const request = TaskRequest.parse({
    source: { kind: "subject", url, work: "review", text: "" },
    options: { review },
  });
  const { task } = await submitTask(request, ASKING.actor, turns.useCases);
  const pullRequest = { number: 7, head: "feature", base: "main", title: "x", body: "", isDraft: false, isOpen: true };
  forge.pullRequests.push({ ...pullRequest, author: "ada", lines: new Map([["sum.js", [3, 4, 5]]]) });
  const change = { head: HEAD, branch: "feature", base: "main", isFork: false };
  forge.gathered.set(7, gatheredOf({ number: 7, title: "x", text: "", change }));
  return task;
}

test("a branch is proposed where its repository has a forge", async () => {
  const task = await submit();
  await turns.run(task, { head: HEAD, summary: "It adds again." });
  const { branch, resultPayload } = turns.now(task);
  expect(forge.pullRequests).toMatchObject([{ head: branch, base: "main", title: "Fix the sum", isDraft: false }]);
  expect(forge.pullRequests[0]?.body).toContain("It adds again.");
  expect(resultPayload?.publication).toMatchObject({ kind: "pull_request", branch, number: 1 });
});

test("the base's template stands above our part of a new pull request, and whoever asked from the forge is asked to review", async () => {
  const task = await submit();
  turns.deps.repositories = {
    ...turns.repositories,
    readFiles: async () => new Map([["docs/pull_request_template.md", "## Summary\n"]]),
  };
  askAsAda(task);
  await turns.run(task, { head: HEAD, summary: "It adds again." });
  expect(forge.pullRequests).toMatchObject([{ asked: ["ada"], body: expect.stringMatching(/^## Summary\n\nIt adds/) }]);
});

test("what outsiders' words came to is a draft, with which nothing is wrong", async () => {
  const task = await submit();
  const author = { id: "9", login: "eve", class: "outsider" } as const;
  const stored = turns.now(task);
  turns.memory.tasks.set(task.id, { ...stored, contextPayload: { ...stored.contextPayload, author } });
  await turns.run(task, { head: HEAD });
  await publishTask({ ...ASKING, task: turns.now(task), run: null, accept: [], branch: null }, turns.useCases);
  await turns.runAlone(task);
  expect(forge.pullRequests).toMatchObject([{ isDraft: true }]);
  expect(turns.now(task).resultPayload?.publication).toMatchObject({ kind: "pull_request", isDraft: false });
});

test("what is asked for as a draft is one, with which nothing is wrong", async () => {
  const task = await submit();
  turns.memory.tasks.set(task.id, { ...task, options: { ...task.options, isDraft: true } });
  await turns.run(task, { head: HEAD });
  expect(forge.pullRequests).toMatchObject([{ isDraft: true }]);
  expect(turns.now(task).resultPayload?.publication).toMatchObject({ kind: "pull_request", isDraft: false });
});

test("what failed its verification, and so is a draft, is ready once a further turn has nothing against it", async () => {
  const task = await submit();
  await turns.run(task, { head: HEAD });
  // As a verification that failed leaves it.
  const [first] = turns.executionsOf(task);
  const verification = { ...VERIFICATION, isPassed: false };
  const result = { ...first?.result, verification } as AgentExecution["result"];
  turns.memory.executions.set(first?.id ?? "", { ...(first as AgentExecution), result });
  Object.assign(forge.pullRequests[0] ?? {}, { isDraft: true });
  await sendMessage({ ...ASKING, task: turns.now(task), text: "Mend it" }, turns.useCases);
  await turns.run(task, { head: MOVED });
  expect(forge.pullRequests).toMatchObject([{ isDraft: false }]);
  // People made it one since.
  Object.assign(forge.pullRequests[0] ?? {}, { isDraft: true });
  await sendMessage({ ...ASKING, task: turns.now(task), text: "And the docs" }, turns.useCases);
  await turns.run(task, { head: HEAD });
  expect(forge.pullRequests).toMatchObject([{ isDraft: true }]);
});

/** A proposed task whose people say more, where its repository is at the forge. */
async function goOnAfter(happens: (task: AgentTask) => void): Promise<AgentTask> {
  const task = await submit();
  for (const [id, repo] of turns.memory.repos) {
    turns.memory.repos.set(id, { ...repo, vcs: "github" });
  }
  await turns.run(task, { head: HEAD });
  happens(turns.now(task));
  await sendMessage({ ...ASKING, task: turns.now(task), text: "Also the docs" }, turns.useCases);
  await turns.runAlone(task);
  return turns.now(task);
}

test.each([
  ["closed", { isOpen: false }, "pull request #1 was closed by people, who may open it again"],
  ["merged", { isOpen: false, isMerged: true }, "pull request #1 was merged"],
])(
  "a pull request that was %s is left so: no agent works for it, and no other one is made",
  async (_what, is, words) => {
    const task = await goOnAfter(() => Object.assign(forge.pullRequests[0] ?? {}, is));
    expect(task).toMatchObject({
      ...{ status: "failed", errorMessage: expect.stringContaining(words) },
      way: { kind: "start_task" },
    });
    expect(turns.environments.requests).toHaveLength(1);
    expect(forge.pullRequests).toHaveLength(1);
  },
);

test("a branch that people deleted isn't made again", async () => {
  const task = await goOnAfter(({ branch }) => turns.repositories.published.delete(branch ?? ""));
  expect(task.errorMessage).toMatch(/the branch \S+ was deleted in \S+, and isn't made again\. No agent was started/);
  expect(turns.environments.requests).toHaveLength(1);
});

test("a forge that was away after it had done what was asked is found to have done it", async () => {
  const task = await submit();
  forge.next = { problem: { kind: "outage", reason: "502" }, isDone: true };
  await turns.run(task, { head: HEAD });
  expect(forge.pullRequests).toHaveLength(1);
  expect(turns.now(task)).toMatchObject({
    status: "completed",
    resultPayload: { publication: { kind: "pull_request" } },
  });
});

test("a pull request says which hosts its agent wasn't let reach", async () => {
  const task = await submit();
  const [{ id: executionId }] = turns.executionsOf(task) as [AgentExecution];
  for (const action of ["CONNECT npm.example:443", "CONNECT npm.example:443", "CONNECT odd.example:22", "GET /x"]) {
    const body = { type: "blocked", action, reason: "not allowed" } as const;
    await turns.deps.events.record({ executionId, source: "gateway", body });
  }
  await turns.run(task, { head: HEAD });
  expect(forge.pullRequests[0]?.body).toContain("doesn't allow it: `npm.example`, `odd.example:22`");
  expect(forge.pullRequests[0]?.body).toMatch(/- It took \d+ (s|min)/);
});

test("a branch that may not be proposed is there all the same, and the task says why", async () => {
  const task = await submit();
  forge.next = { problem: { kind: "forbidden", permission: "pull requests: write" }, isDone: false };
  await turns.run(task, { head: HEAD });
  expect(turns.now(task)).toMatchObject({
    ...{ status: "failed", failureReason: "repository_unavailable" },
    errorMessage: expect.stringContaining("pull requests: write"),
    resultPayload: { publication: { kind: "branch" } },
  });
});

test.each([
  ["was taken off before it proposed", { kind: "uninstalled" }, "App was taken off it, or suspended"],
  ["isn't known there any more", { kind: "unauthorized" }, "its App was deleted, or has another key"],
] as const)("where the App %s it is said how it gets back in", async (_what, problem, words) => {
  const task = await submit();
  forge.next = { problem, isDone: false };
  await turns.run(task, { head: HEAD });
  expect(turns.now(task)).toMatchObject({
    ...{ status: "failed", errorMessage: expect.stringContaining(words) },
    way: { kind: "add_github_app", next: { kind: "retry_task", task: task.number } },
    resultPayload: { publication: { kind: "branch" } },
  });
});

test("what was found in a pull request is said there, and the execution names it", async () => {
  const task = await submitReview();
  await turns.run(task, { head: null, summary: "One bug.", review: REVIEW });
  expect(forge.reviews).toMatchObject([{ number: 7, inline: [{ file: "sum.js", line: 3 }] }]);
  const { publication } = turns.now(task).resultPayload ?? {};
  expect(publication).toMatchObject({ kind: "review" });
  expect(turns.executionsOf(task)[0]?.commentsPosted).toEqual([publication?.kind === "review" ? publication.url : ""]);
});

test("what a review found beside the change is in its words, and git that can't compare stops nothing", async () => {
  const elsewhere = { ...FINDING, line: 90, text: "Far away." };
  const unread = { ...FINDING, file: "other.js", text: "Nobody reads it." };
  await turns.run(await submitReview(), { head: null, review: { findings: [FINDING, elsewhere], leftOut: 0 } });
  expect(forge.reviews).toMatchObject([{ inline: [{ line: 3 }], body: expect.stringContaining("Far away.") }]);
  forge.reviews = [];
  turns.deps.repositories = {
    ...turns.repositories,
    readPatches: () => Promise.reject(new CatalystError("unavailable", "It took too long.")),
  };
  await turns.run(await submitReview(), { head: null, review: { findings: [unread], leftOut: 0 } });
  expect(forge.reviews).toMatchObject([{ inline: [], body: expect.stringContaining("Nobody reads it.") }]);
});

test("a second review doesn't repeat the first, and its agent is told what was said", async () => {
  await turns.run(await submitReview(), { head: null, review: REVIEW });
  const again = { ...FINDING, line: 4, text: "It subtracts, still." };
  const fresh = { ...FINDING, line: 5, text: "Nobody tests the empty list." };
  const job = await turns.run(await submitReview(), { head: null, review: { findings: [again, fresh], leftOut: 0 } });
  expect(job.prompt).toContain("# What was said before");
  expect(job.prompt).toContain(`- [${findingKey(FINDING)}] high sum.js:3: It subtracts.`);
  await turns.run(await submitReview(), { head: null, review: { findings: [again], leftOut: 0 } });
  const said = forge.reviews.map(({ body, inline }) => [inline.map(({ line }) => line), body.includes("Nothing new")]);
  expect(said).toEqual([
    [[3], false],
    [[5], false],
    [[], true],
  ]);
});

/** The pull request has a commit more by now. */
function pushAnother(): void {
  turns.repositories.branches.set("feature", MOVED);
  const change = { head: MOVED, branch: "feature", base: "main", isFork: false };
  forge.gathered.set(7, gatheredOf({ number: 7, title: "x", text: "", change }));
}

test("what is mended by then is answered and settled, what isn't is left in silence, and the earlier review is folded", async () => {
  const other = { ...FINDING, line: 5, text: "Nobody tests the empty list." };
  await turns.run(await submitReview(), { head: null, review: { findings: [FINDING, other], leftOut: 0 } });
  const mended = [findingKey(FINDING), "of-nobody"];
  const task = await submitReview();
  pushAnother();
  await turns.run(task, { head: null, review: { findings: [], leftOut: 0, mended } });
  const [first, second] = forge.reviews;
  expect(first).toMatchObject({ isFolded: true, inline: [{ line: 3, isSettled: true }, { line: 5 }] });
  expect(first?.inline[0]?.answers).toEqual([expect.stringContaining(`Mended as of \`${MOVED.slice(0, 12)}\``)]);
  expect(first?.inline[1]).not.toHaveProperty("isSettled");
  expect(second).not.toHaveProperty("isFolded");
  expect(second?.body).toContain("Of what was said before, 1 is mended.");
  expect(turns.executionsOf(task)[0]?.commentsPosted).toHaveLength(2);
  const third = await turns.run(await submitReview(), { head: null, review: { findings: [], leftOut: 0 } });
  expect(third.prompt).toContain("Nobody tests the empty list.");
  expect(third.prompt).not.toContain("It subtracts.");
});

test("without a commit since, nothing is taken for mended", async () => {
  await turns.run(await submitReview(), { head: null, review: REVIEW });
  const review = { findings: [], leftOut: 0, mended: [findingKey(FINDING)] };
  await turns.run(await submitReview(), { head: null, review });
  expect(forge.reviews[0]?.inline[0]).not.toHaveProperty("isSettled");
});

test("who asks for all of it hears again what was said before", async () => {
  await turns.run(await submitReview(), { head: null, review: REVIEW });
  const task = await submitReview({ isWhole: true, paths: [] });
  const job = await turns.run(task, { head: null, review: REVIEW });
  expect(job.prompt).not.toContain("# What was said before");
  expect(forge.reviews.map(({ inline }) => inline.length)).toEqual([1, 1]);
});

test("a review of some files says nothing of others, and the next one knows that they weren't looked at", async () => {
  const beside = { ...FINDING, file: "lib/list.js", text: "It is never emptied." };
  const review = { findings: [FINDING, beside], leftOut: 0 };
  const task = await submitReview({ isWhole: false, paths: ["lib", "su"] });
  const job = await turns.run(task, { head: null, review });
  expect(job.prompt).toContain("Review nothing of it but what it changes in lib, su");
  expect(forge.reviews).toMatchObject([{ inline: [], body: expect.stringContaining("never emptied") }]);
  expect(forge.reviews[0]?.body).toContain(", in `lib`, `su` alone.");
  expect(forge.reviews[0]?.body).not.toContain("It subtracts");
  expect(turns.now(task).resultPayload?.review?.findings).toHaveLength(2);
  const next = await turns.run(await submitReview(), { head: null, review });
  expect(next.prompt).toContain("Nothing but lib, su was looked at then.");
});

test("at lines stands as much as the project wants, and the rest in the text", async () => {
  const other = { ...FINDING, line: 5, text: "Nobody tests it." };
  const task = await submitReview();
  const times = { createdAt: turns.memory.now(), updatedAt: turns.memory.now() };
  turns.deps.settings.get = async (id) =>
    AgentConfig.parse({ id, projectId: id, ...times, github: { reviewInline: 1 }, ownerKeys: ["github.reviewInline"] });
  await turns.run(task, { head: null, review: { findings: [FINDING, other], leftOut: 0 } });
  expect(forge.reviews).toMatchObject([{ inline: [{ line: 3 }], body: expect.stringContaining("Nobody tests it.") }]);
});

test("a review that was made while others pushed says which commit it saw", async () => {
  forge.moved.set(7, { head: MOVED, ahead: 2 });
  await turns.run(await submitReview(), { head: null, review: REVIEW });
  expect(forge.reviews).toMatchObject([{ body: expect.stringContaining(`\`${HEAD.slice(0, 12)}\`; 2 commits were`) }]);
});

test.each([null, 6])(
  "what was seen of a branch that became another one (%s) is looked at again, once",
  async (ahead) => {
    const task = await submitReview();
    forge.moved.set(7, { head: MOVED, ahead });
    await turns.run(task, { head: null, review: REVIEW });
    expect(forge.reviews).toEqual([]);
    const during = async () => void forge.moved.set(7, { head: "a".repeat(40), ahead: null });
    await turns.run(task, { head: null, review: REVIEW, during });
    expect(turns.executionsOf(task)).toMatchObject([{ startCommit: HEAD }, { startCommit: MOVED, purpose: "review" }]);
    expect(forge.reviews).toMatchObject([{ body: expect.stringContaining("which was replaced since") }]);
    expect(turns.now(task)).toMatchObject({ status: "completed", resultPayload: { publication: { kind: "review" } } });
    expect(turns.unfinished(task)).toEqual([]);
  },
);

test("a review of a key that was taken back meanwhile is kept, and not said", async () => {
  const task = await submitReview();
  const during = async () => {
    turns.deps.credentials.get = async () => null;
  };
  await turns.run(task, { head: null, review: REVIEW, during });
  expect(forge.reviews).toEqual([]);
  expect(turns.now(task)).toMatchObject({ status: "failed", resultPayload: { review: REVIEW } });
});

test("a review of a branch that is no pull request is kept alone", async () => {
  const task = await turns.submitReview("feature");
  await turns.run(task, { head: null, review: REVIEW });
  expect(forge.reviews).toEqual([]);
  expect(turns.now(task)).toMatchObject({ status: "completed", resultPayload: { publication: { kind: "nothing" } } });
});

test.each([
  ["may only read there by now", { id: "7", permission: "read" }],
  ["has given the name to another account", { id: "8", permission: "admin" }],
] as const)("what was asked for by who %s is kept, until somebody who may write publishes it", async (_what, now) => {
  const task = await submit();
  askAsAda(task);
  const during = async () => void forge.permissions.set("ada", now);
  await turns.run(task, { head: HEAD, summary: "It adds again.", during });
  expect(forge.pullRequests).toEqual([]);
  expect(turns.now(task)).toMatchObject({
    ...{ status: "failed", failureReason: "not_allowed" },
    errorMessage: expect.stringContaining("ada, who asked for it, may not write in "),
    resultPayload: { headCommit: HEAD, publication: { kind: "kept" } },
  });
  await publishTask(
    { task: turns.now(task), actor: ASKING.actor, run: null, accept: [], branch: null },
    turns.useCases,
  );
  await turns.runAlone(task);
  expect(turns.now(task)).toMatchObject({
    status: "completed",
    resultPayload: { publication: { kind: "pull_request" } },
  });
});

test.each([
  ["may not write there", "read", 0],
  ["may write there", "write", 1],
] as const)(
  "who asked here and by their linked account %s publishes as much by our App",
  async (_who, permission, made) => {
    const task = await submit();
    const [execution] = turns.executionsOf(task) as [AgentExecution];
    const askedBy = { kind: "person", userId: ASKING.actor.userId } as const;
    turns.memory.executions.set(execution.id, { ...execution, askedBy });
    const repo = turns.memory.repos.get(task.repoId);
    turns.memory.repos.set(task.repoId, { ...repo, vcs: "github", url: SHOP } as never);
    turns.deps.accounts.listForgeLinks = async () => [
      { forge: "ghe.example", accountId: "8" },
      { forge: "github", accountId: "7" },
    ];
    forge.permissions.set("ada", { id: "7", permission });
    forge.permissions.set("other", { id: "8", permission: "write" });
    await turns.run(task, { head: HEAD });
    expect(forge.pullRequests).toHaveLength(made);
    expect(turns.now(task)).toMatchObject(
      made === 1 ? { status: "completed" } : { failureReason: "not_allowed", resultPayload: { headCommit: HEAD } },
    );
  },
);

test("who published what was kept and may not write there any more publishes nothing, and it stays kept", async () => {
  const task = await submit();
  askAsAda(task);
  await turns.run(task, { head: HEAD, during: async () => void forge.permissions.clear() });
  const [{ askedBy }] = turns.executionsOf(task) as [AgentExecution];
  const before = turns.now(task);
  await publishTask({ task: before, actor: askedBy, run: null, accept: [], branch: null }, turns.useCases);
  await turns.runAlone(task);
  expect(forge.pullRequests).toEqual([]);
  expect(turns.now(task)).toMatchObject({
    ...{ status: "failed", failureReason: "not_allowed" },
    resultPayload: { headCommit: HEAD, publication: { kind: "kept" } },
  });
});

test("where nobody can be asked what they may, nothing is published; where the forge is away, it is asked later", async () => {
  const task = await submit();
  askAsAda(task);
  const gone = async () => {
    turns.deps.findForge = async () => null;
  };
  await turns.run(task, { head: HEAD, during: gone });
  expect(turns.now(task)).toMatchObject({ status: "failed", failureReason: "repository_unavailable" });
  const other = await submit();
  turns.deps.findForge = async () => forge;
  askAsAda(other);
  const away = async () => {
    forge.next = { problem: { kind: "outage", reason: "502" }, isDone: false };
  };
  await turns.run(other, { head: HEAD, during: away });
  expect(turns.now(other)).toMatchObject({ status: "completed" });
});
