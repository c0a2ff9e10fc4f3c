import { randomUUID } from "node:crypto";
import { beforeEach, expect, test } from "vitest";
import type { AgentTask } from "../../task/task.ts";
import { type MemoryForge, memoryForge } from "../../testing/forge/memory-forge.ts";
import { addRepo, createMemory, type Memory } from "../../testing/stores/memory.ts";
import { memoryStatusCommentStore } from "../../testing/stores/tasks/memory-status-comment-store.ts";
import { type PostDeps, postAgentStatusComment } from "./post-agent-status-comment.ts";

const URL = "https://forge.example/acme/shop";
const DAY = 24 * 60 * 60 * 1000;

let now: Date;
let memory: Memory;
let forge: MemoryForge;
let deps: PostDeps;
let task: AgentTask;

beforeEach(() => {
  now = new Date("2026-01-01T12:00:00Z");
  memory = createMemory(() => now);
  forge = memoryForge(URL);
  const repo = { ...addRepo(memory), vcs: "github" as const, url: URL };
  deps = {
    ...{ repo, forge, comments: memoryStatusCommentStore(memory), publicUrl: "https://catalyst.example" },
    now: () => now,
  };
  const source = { sourceType: "github_issue", sourceNumber: 3, status: "running" };
  task = { id: randomUUID(), number: 812, repoId: repo.id, ...source } as unknown as AgentTask;
});

const working = (details: string) => postAgentStatusComment({ task, status: "working", details }, deps);
const completed = (details: string) => postAgentStatusComment({ task, status: "completed", details }, deps);
const bodies = () => forge.comments.map(({ body }) => body);
/** Others have said so much since. */
const talk = (count: number) => {
  for (let said = 0; said < count; said++) {
    forge.comments.push({ number: 3, author: "ada", body: "Words.", inline: [] });
  }
};
const ours = () => bodies().filter((body) => body !== "Words.");
const later = (milliseconds: number) => {
  now = new Date(now.getTime() + milliseconds);
};

test("a task has one comment, which is edited in place and leads to the task's page", async () => {
  const started = await postAgentStatusComment({ task, status: "started" }, deps);
  expect(started).toEqual({ kind: "posted", url: expect.stringContaining("/issues/3#comment") });
  expect(bodies()[0]).toContain("[Log](https://catalyst.example/agent-tasks/812)");
  expect(await working("Reads.")).toEqual(started);
  expect(await completed("It is mended.")).toEqual(started);
  expect(bodies()).toEqual([expect.stringContaining("It is mended.")]);
});

test("without a public address it names the command that shows the log", async () => {
  await postAgentStatusComment({ task, status: "started" }, { ...deps, publicUrl: null });
  expect(bodies()[0]).toContain("`catalyst tasks logs 812`");
});

test("the same text is posted once", async () => {
  await working("Reads.");
  forge.next = { problem: { kind: "outage", reason: "502" }, isDone: false };
  expect(await working("Reads.")).toEqual({ kind: "unchanged" });
});

test("whoever was held up before it posted takes no final word back", async () => {
  await working("Reads.");
  const { promise, resolve } = Promise.withResolvers<void>();
  const held = { ...forge, ensureComment: (wish: never) => promise.then(() => forge.ensureComment(wish)) };
  const late = postAgentStatusComment({ task, status: "working", details: "Writes." }, { ...deps, forge: held });
  await expect.poll(() => memory.statusComments.get(task.id)?.sequence).toBe(2);
  await completed("It is mended.");
  resolve();
  await late;
  expect(bodies()).toEqual([expect.stringContaining("It is mended.")]);
  expect(memory.statusComments.get(task.id)).toMatchObject({ isLast: true });
});

test("one that was posted before a crash is found, and not made twice", async () => {
  forge.next = { problem: { kind: "outage", reason: "cut" }, isDone: true };
  expect(await working("Reads.")).toMatchObject({ kind: "failed", problem: { kind: "outage" } });
  expect(await working("Reads.")).toMatchObject({ kind: "posted" });
  expect(bodies()).toHaveLength(1);
});

test("one that people deleted is made once again, for the last word, and never after that", async () => {
  await working("Reads.");
  forge.comments = [];
  expect(await working("Writes.")).toEqual({ kind: "silent" });
  expect(await working("Publishes.")).toEqual({ kind: "silent" });
  expect(bodies()).toEqual([]);
  expect(await completed("It is mended.")).toMatchObject({ kind: "posted" });
  forge.comments = [];
  expect(await completed("It is mended, really.")).toEqual({ kind: "silent" });
  expect(await completed("It is.")).toEqual({ kind: "silent" });
  expect(bodies()).toEqual([]);
});

test("one that people deleted unseen is made again with the last word", async () => {
  await working("Reads.");
  forge.comments = [];
  expect(await completed("It is mended.")).toMatchObject({ kind: "posted" });
  expect(bodies()).toHaveLength(1);
});

test("a task that goes on soon goes on in the same comment", async () => {
  await completed("It is mended.");
  later(DAY / 2);
  await working("Mends the rest.");
  expect(bodies()).toEqual([expect.stringContaining("Mends the rest.")]);
});

test("a task that goes on a day later gets another comment, and the old one says where", async () => {
  await completed("It is mended.");
  later(DAY + 1);
  talk(10);
  const posted = await working("Mends the rest.");
  const url = posted.kind === "posted" ? posted.url : "";
  expect(ours()).toEqual([expect.stringContaining(`goes on [below](${url})`), expect.stringContaining("Mends")]);
  await completed("All of it.");
  expect(ours()).toEqual([expect.stringContaining("goes on"), expect.stringContaining("All of it.")]);
});

test("a task that goes on a day later goes on in its comment while people still see that", async () => {
  await completed("It is mended.");
  later(DAY + 1);
  talk(9);
  await working("Mends the rest.");
  expect(ours()).toEqual([expect.stringContaining("Mends the rest.")]);
});

test("one that is asked for once more moves below what was said since, once", async () => {
  const again = () => postAgentStatusComment({ task, status: "working", details: "Reads.", isAskedAgain: true }, deps);
  await working("Reads.");
  await again();
  expect(ours()).toHaveLength(1);
  talk(10);
  await again();
  await again();
  expect(ours()).toEqual([expect.stringContaining("goes on [below]"), expect.stringContaining("Reads.")]);
});

test("an old comment that couldn't be told where it goes on is told with the next try", async () => {
  await completed("It is mended.");
  later(DAY + 1);
  talk(10);
  const { ensureComment, isNearEnd } = forge;
  const failing = async (wish: Parameters<typeof ensureComment>[0]) =>
    wish.body.includes("goes on [below]")
      ? ({ kind: "failed", problem: { kind: "outage", reason: "502" } } as const)
      : ensureComment(wish);
  const away = { ...deps, forge: { ensureComment: failing, isNearEnd } };
  expect(await postAgentStatusComment({ task, status: "working", details: "Mends." }, away)).toMatchObject({
    kind: "failed",
  });
  expect(await working("Mends.")).toMatchObject({ kind: "posted" });
  expect(ours()).toEqual([expect.stringContaining("goes on"), expect.stringContaining("Mends.")]);
});

test("a task that came from no issue and no pull request is told nowhere", async () => {
  task = { ...task, sourceType: "prompt", sourceNumber: null };
  expect(await working("Reads.")).toEqual({ kind: "silent" });
  expect(bodies()).toEqual([]);
});
