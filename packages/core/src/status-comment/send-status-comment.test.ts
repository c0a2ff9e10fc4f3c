import { randomUUID } from "node:crypto";
import { beforeEach, expect, test } from "vitest";
import type { AgentCredential } from "../credential/credential.ts";
import type { AgentExecution } from "../execution/execution.ts";
import type { OutboxItem, TryOutcome } from "../outbox/outbox-item.ts";
import { sendMessage } from "../task/act/send-message.ts";
import type { AgentTask, TaskStatus } from "../task/task.ts";
import { gatheredOf } from "../testing/forge/gathered-of.ts";
import { type MemoryForge, memoryForge } from "../testing/forge/memory-forge.ts";
import { ASKING, createTurns, type Turns } from "../testing/play-turns.ts";
import { memoryStatusCommentStore } from "../testing/stores/tasks/memory-status-comment-store.ts";
import { type SendStatusCommentDeps, type StatusPayload, sendStatusComment } from "./send-status-comment.ts";

const URL = "https://forge.example/acme/shop";
const MINUTE = 60_000;
const HEAD = "e".repeat(40);

let clock: Date;
/** When somebody else pushed to the pull request. */
let pushedAt: Date;
let turns: Turns;
let forge: MemoryForge;
let deps: SendStatusCommentDeps;

beforeEach(() => {
  clock = new Date();
  pushedAt = new Date(0);
  turns = createTurns();
  turns.memory.now = () => clock;
  forge = memoryForge(URL);
  forge.branches.has = () => true;
  const { memory } = turns;
  deps = {
    ...{ ...turns.deps, ...turns.useCases, comments: memoryStatusCommentStore(memory), findForge: async () => forge },
    triggers: { listPushers: async ({ since }) => (pushedAt > since ? ["eve"] : []) },
    ...{ queue: { listWaiting: async () => [] }, publicUrl: null, now: () => clock, random: () => 1 },
  };
  turns.deps.findForge = async () => forge;
});

/** A task of an issue, in a repository of the forge. */
async function submit(options: Parameters<Turns["submit"]>[0] = {}): Promise<AgentTask> {
  const task = await turns.submit(options);
  const { memory } = turns;
  memory.tasks.set(task.id, { ...turns.now(task), sourceType: "github_issue", sourceNumber: task.number });
  const { number } = task;
  forge.gathered.set(number, gatheredOf({ number, title: turns.now(task).contextPayload.title, text: "" }));
  for (const repo of memory.repos.values()) {
    memory.repos.set(repo.id, { ...repo, vcs: "github", url: URL });
  }
  return task;
}

function asked(task: AgentTask, askedBy: AgentExecution["askedBy"]): void {
  for (const execution of turns.executionsOf(task)) {
    turns.memory.executions.set(execution.id, { ...execution, askedBy });
  }
}

function send(
  task: AgentTask,
  payload: StatusPayload = { tells: "state" },
  problem: string | null = null,
): Promise<TryOutcome> {
  const item: Pick<OutboxItem, "taskId" | "payload" | "attempts" | "problem" | "expiresAt"> = {
    ...{ taskId: task.id, payload, attempts: 1, problem, expiresAt: new Date(clock.getTime() + 1440 * MINUTE) },
  };
  return sendStatusComment(item, deps);
}

const shown = () => forge.comments.at(-1)?.body ?? "";

test("the comment of a task says how it goes, from its acceptance to its pull request", async () => {
  const task = await submit();
  expect(await send(task)).toEqual({ kind: "delivered" });
  expect(shown()).toMatch(/### ⏳ Accepted\n\nfor `ada`/);
  const during = async () => {
    await send(task);
    expect(shown()).toMatch(/### ⏳ Working[\s\S]*- \[x\] Environment ready\n- \[ \] Change the code\n- \[ \] Publish/);
  };
  await turns.run(task, { head: HEAD, summary: "It adds again, @everyone. Fixes #9", during });
  await send(task);
  expect(shown()).toContain("### ✅ Pull request #");
  expect(shown()).toContain("It adds again, @\u200beveryone. F\u200bixes #9");
  expect(forge.comments).toHaveLength(1);
});

test("whoever else pushed to the pull request is named at once, until the next turn builds on that", async () => {
  const task = await submit();
  await turns.run(task, { head: HEAD });
  await send(task);
  expect(shown()).not.toContain("pushed since");
  pushedAt = new Date(clock.getTime() + MINUTE);
  await send(task);
  expect(shown()).toContain("@eve pushed since: what is asked for next builds on that");
});

test("what was said is known by its address with the execution and the result, and the feed tells it once", async () => {
  const task = await submit();
  await send(task);
  const { url } = turns.memory.statusComments.get(task.id) ?? {};
  await turns.run(task, { head: HEAD });
  await send(task);
  const pullRequest = turns.now(task).resultPayload?.publication;
  const all = [url, pullRequest?.kind === "pull_request" ? pullRequest.url : ""];
  expect(turns.executionsOf(task)[0]?.commentsPosted).toEqual(all);
  expect(turns.now(task).resultPayload?.commentsPosted).toEqual(all);
  expect(turns.memory.changes.filter(({ body }) => body.type === "comment_posted")).toHaveLength(1);
});

test("of a task that was asked for here nothing is told there until it is known that whoever asked may have us act there", async () => {
  const task = await submit();
  asked(task, { kind: "person", userId: ASKING.actor.userId });
  expect(await send(task)).toMatchObject({ kind: "again", problem: null });
  expect(forge.comments).toEqual([]);
  turns.deps.accounts.listForgeLinks = async () => [{ forge: "forge.example", accountId: "7" }];
  forge.permissions.set("ada", { id: "7", permission: "write" });
  await turns.run(task, { head: HEAD });
  expect(await send(task)).toEqual({ kind: "delivered" });
  expect(shown()).toContain("### ✅ Pull request #");
});

test("who asked here and may not write there has no comment there, not of the refusal either", async () => {
  const task = await submit();
  asked(task, { kind: "person", userId: ASKING.actor.userId });
  turns.deps.findServing = async () => ({
    ...forge,
    isOpened: false,
    open: async () => expect.fail("it isn't theirs"),
  });
  await turns.runAlone(task);
  expect(turns.now(task)).toMatchObject({ status: "refused", failureReason: "not_allowed" });
  expect(await send(task)).toEqual({ kind: "delivered" });
  expect(forge.comments).toEqual([]);
});

test("a task that failed says why, and what to comment to go on", async () => {
  const task = await submit();
  await turns.run(task, { head: null, outcome: "failed" });
  await send(task);
  expect(shown()).toMatch(/### ❌ Couldn't finish: agent failed[\s\S]*`\/catalyst retry`/);
});

test("where nothing was changed its words are the answer", async () => {
  const task = await submit();
  await turns.run(task, { head: null, summary: "It is meant so: see the docs." });
  await send(task);
  expect(shown()).toContain("### ✅ Answered, without a change");
  expect(shown()).toContain("It is meant so: see the docs.");
  expect(shown()).toContain("/catalyst run <what>");
});

test("where nothing is left to spend it is said whose that is, and when there is something again", async () => {
  const task = await submit();
  await turns.run(task, { head: null, outcome: "failed" });
  const errorMessage =
    "The provider takes no more: the subscription's limit is reached, resets at 2026-11-27T05:00:00Z.";
  turns.memory.tasks.set(task.id, { ...turns.now(task), failureReason: "rate_limited", errorMessage });
  const [execution] = turns.executionsOf(task);
  const credential = { ...execution?.resolution?.credential, payer: { kind: "team", name: "shop", isOpen: true } };
  const resolution = { ...execution?.resolution, credential };
  turns.memory.executions.set(execution?.id ?? "", { ...execution, resolution } as never);
  await send(task);
  expect(shown()).toContain("### ❌ Couldn't finish: rate limited");
  expect(shown()).toContain("paid by the team `shop`, for all who may write here");
  expect(shown()).toContain("resets at 2026-11-27T05:00:00Z");
});

test("a further turn that begins at commits of others says so, and one at its own doesn't", async () => {
  const task = await submit();
  await turns.run(task, { head: HEAD });
  const words = "builds on commits that others pushed";
  const goOn = async (head: string, during: () => Promise<void>) => {
    await sendMessage({ ...ASKING, task: turns.now(task), text: "And the docs" }, turns.useCases);
    await turns.run(task, { head, during });
  };
  await goOn("1".repeat(40), async () => {
    await send(task);
    expect(shown()).not.toContain(words);
  });
  turns.repositories.published.set(String(turns.now(task).branch), "2".repeat(40));
  await goOn("3".repeat(40), async () => {
    await send(task);
    expect(shown()).toContain(words);
  });
});

/** What the newest execution is asked for by an account of the forge that nobody here knows. */
function askAsBob(task: AgentTask): void {
  const execution = turns.executionsOf(task).at(-1);
  const { id } = execution ?? { id: "" };
  const [userId, projectId] = [randomUUID(), turns.memory.repos.get(task.repoId)?.projectId];
  const account = { forge: "github", accountId: "8", login: "bob", permission: "write" } as const;
  const askedBy = { kind: "forge_account", userId, projectId, ...account } as const;
  turns.memory.executions.set(id, { ...execution, askedBy } as never);
}

test("who pays is named, and that the key is open to everyone who may write", async () => {
  const task = await submit();
  const key = await turns.deps.credentials.get("");
  turns.deps.credentials.listUsable = async () => [];
  turns.deps.credentials.listOpen = async () => [
    { ...(key as AgentCredential), userId: ASKING.actor.userId, isOpen: true },
  ];
  askAsBob(task);
  await turns.run(task, { head: HEAD, during: async () => void (await send(task)) });
  expect(shown()).toContain("`claude-code` · for @bob");
  expect(shown()).toContain("paid by `ada`, for all who may write here");
});

test("where nobody pays, the comment says so with the link to connect", async () => {
  const task = await submit();
  turns.deps.credentials.listUsable = async () => [];
  askAsBob(task);
  await turns.runAlone(task);
  deps = { ...deps, publicUrl: "https://catalyst.example/" };
  await send(task);
  expect(shown()).toMatch(/### 🚫 Not started[\s\S]*Nobody pays: bob has no key/);
  expect(shown()).toContain("[sign in](https://catalyst.example/sign-in), then `catalyst github connect`");
  expect(shown()).toContain("`/catalyst retry`");
});

test("that what was asked for last didn't begin is told where the task stays what it was", async () => {
  const task = await submit();
  await turns.run(task, { head: HEAD });
  await sendMessage({ ...ASKING, task: turns.now(task), text: "Also the docs" }, turns.useCases);
  turns.deps.credentials.listUsable = async () => [];
  askAsBob(task);
  await turns.runAlone(task);
  await send(task);
  expect(shown()).toContain("### ✅ Pull request #");
  expect(shown()).toMatch(/What was asked for last didn't begin:[\s\S]*Nobody pays[\s\S]*catalyst github connect/);
});

test.each<[TaskStatus, string]>([
  ["awaiting_approval", "`/catalyst approve`"],
  ["paused_budget", "### ⏸️ Paused"],
  ["cancelled", "### ⏹️ Stopped"],
  ["refused", "### 🚫 Not started"],
])("a task that is %s says %s", async (status, words) => {
  const task = await submit();
  const plan = { markdown: "Add <b>@all</b>", executionId: task.id, approvedAt: null, isEdited: false };
  turns.memory.tasks.set(task.id, { ...turns.now(task), status, plan });
  await send(task);
  expect(shown()).toContain(words);
});

test("what a task does at a forge that is away is told later, for as long as it matters", async () => {
  const task = await submit();
  forge.next = { problem: { kind: "outage", reason: "502" }, isDone: false };
  expect(await send(task)).toMatchObject({ kind: "again", problem: expect.stringContaining("502") });
  const until = new Date(clock.getTime() + 5 * MINUTE);
  forge.next = { problem: { kind: "rate_limited", until }, isDone: false };
  expect(await send(task)).toMatchObject({ kind: "again", dueAt: until });
  forge.next = { problem: { kind: "forbidden", permission: "issues: write" }, isDone: false };
  expect(await send(task)).toMatchObject({ kind: "dead", problem: expect.stringContaining("issues: write") });
  expect(turns.now(task).status).toBe("pending");
});

test("where nothing may be said, progress ends, and the task goes on to its pull request", async () => {
  const task = await submit();
  const during = async () => {
    const [execution] = turns.executionsOf(task);
    clock = new Date(clock.getTime() + 60 * MINUTE);
    forge.next = { problem: { kind: "locked" }, isDone: false };
    const progress = { tells: "progress", executionId: execution?.id ?? "" } as const;
    expect(await send(task, progress)).toEqual({ kind: "dead", problem: "the conversation is locked" });
  };
  await turns.run(task, { head: HEAD, during });
  expect(turns.now(task).resultPayload?.publication).toMatchObject({ kind: "pull_request" });
});

test("a forge that was asked too much is told no progress for an hour, and the comment says so", async () => {
  const task = await submit();
  const during = async () => {
    await send(task);
    const [execution] = turns.executionsOf(task);
    const progress = { tells: "progress", executionId: execution?.id ?? "" } as const;
    clock = new Date(clock.getTime() + 60 * MINUTE);
    const until = new Date(clock.getTime() + 5 * MINUTE);
    const body = { type: "tool_call", callId: "1", tool: "bash", summary: "npm test" } as const;
    await turns.deps.events.record({ executionId: progress.executionId, source: "worker", body });
    forge.next = { problem: { kind: "rate_limited", until }, isDone: false };
    const limited = await send(task, progress);
    expect(limited).toMatchObject({ kind: "again", dueAt: until });
    clock = until;
    const end = new Date(clock.getTime() + 60 * MINUTE);
    const problem = limited.kind === "again" ? limited.problem : null;
    expect(await send(task, progress, problem)).toEqual({ kind: "again", dueAt: end, problem: null });
    expect(shown()).toContain(`isn't told here until ${end.toISOString().slice(11, 16)} UTC`);
    clock = end;
    expect(await send(task, progress)).toMatchObject({ kind: "again", problem: null });
    expect(shown()).not.toContain("isn't told here");
  };
  await turns.run(task, { head: HEAD, during });
});

test("of a repository that no forge is known for, nothing is told", async () => {
  const task = await submit();
  await turns.run(task, { head: null });
  deps = { ...deps, findForge: async () => null };
  expect(await send(task)).toEqual({ kind: "delivered" });
});

test("ten tasks of half an hour, one after another for hours, stay far below 500 texts in any hour", async () => {
  const texts: number[] = [];
  const { ensureComment } = forge;
  forge.ensureComment = (wish) => {
    texts.push(clock.getTime());
    return ensureComment(wish);
  };
  const start = clock.getTime();
  for (let round = 0; round < 6; round++) {
    await playTasks(10, { minutes: 30 });
  }
  const hours = texts.map((from) => texts.filter((at) => at >= from && at < from + 60 * MINUTE).length);
  expect(clock.getTime() - start).toBeGreaterThan(170 * MINUTE);
  expect(Math.max(...hours)).toBeLessThan(350);
  expect(Math.max(...hours)).toBeGreaterThan(150);
});

/** Tasks that work side by side and always have something new to tell, by the schedule alone. */
async function playTasks(count: number, { minutes }: { minutes: number }): Promise<void> {
  const tasks = await Promise.all(Array.from({ length: count }, () => submit()));
  const end = clock.getTime() + minutes * MINUTE;
  const due = new Map(tasks.map((task) => [task, clock.getTime()]));
  await setAll(tasks, "provisioning");
  await setAll(tasks, "running");
  while (clock.getTime() < end) {
    const [task, at] = [...due].reduce((first, one) => (one[1] < first[1] ? one : first));
    clock = new Date(Math.min(end, Math.max(clock.getTime(), at)));
    const [execution] = turns.executionsOf(task);
    const body = { type: "tool_call", callId: "1", tool: "bash", summary: `step at ${clock.toISOString()}` } as const;
    await turns.deps.events.record({ executionId: execution?.id ?? "", source: "worker", body });
    const outcome = await send(task, { tells: "progress", executionId: execution?.id ?? "" });
    due.set(task, outcome.kind === "again" ? outcome.dueAt.getTime() : end);
  }
  await setAll(tasks, "publishing");
  await setAll(tasks, "completed");
  for (const task of tasks) {
    const [execution] = turns.executionsOf(task);
    const { memory } = turns;
    memory.executions.set(execution?.id ?? "", { ...execution, endedAt: clock } as never);
    expect(await send(task, { tells: "progress", executionId: execution?.id ?? "" })).toEqual({ kind: "delivered" });
  }
}

async function setAll(tasks: readonly AgentTask[], status: TaskStatus): Promise<void> {
  for (const task of tasks) {
    turns.memory.tasks.set(task.id, { ...turns.now(task), status });
    await send(task);
  }
}

test("work on failed checks that nobody asked for says which failed, and the how manieth round it is", async () => {
  const task = await submit();
  await turns.run(task, { head: HEAD });
  const checks = { names: ["lint", "unit `@ada`"], round: 1, rounds: 3 };
  const text = "Checks of your commit failed.";
  await sendMessage({ ...ASKING, task: turns.now(task), text, checks }, turns.useCases);
  await send(turns.now(task));
  expect(forge.comments[0]?.body).toMatch(/Checks failed: `lint`, `+ ?unit .*; trying \(1 of 3\)\./);
  await turns.run(task, { head: HEAD });
  await send(turns.now(task));
  expect(forge.comments[0]?.body).not.toContain("trying");
});

test("a locked conversation stops no work, and the log says once that nothing is told there", async () => {
  const task = await submit();
  const ensureComment = async () => ({ kind: "failed", problem: { kind: "locked" } }) as const;
  deps.findForge = async () => ({ ...forge, ensureComment });
  const said = { kind: "dead", problem: "the conversation is locked" };
  expect([await send(task), await send(task)]).toEqual([said, said]);
  const [execution] = turns.executionsOf(task);
  const events = await turns.deps.events.list({ executionId: execution?.id ?? "", afterNumber: 0, limit: 100 });
  const told = events.filter(({ body }) => body.type === "log" && body.text.startsWith("The conversation is locked"));
  expect(told).toHaveLength(1);
  await turns.run(task, { head: HEAD });
  expect(turns.now(task)).toMatchObject({
    status: "completed",
    resultPayload: { publication: { kind: "pull_request" } },
  });
});
