import { randomUUID } from "node:crypto";
import { beforeEach, expect, test } from "vitest";
import { gatheredOf } from "../../testing/forge/gathered-of.ts";
import { type MemoryForge, memoryForge } from "../../testing/forge/memory-forge.ts";
import { createTurns, type Turns } from "../../testing/play-turns.ts";
import type { ForgeAnswer } from "./forge-answer.ts";
import { type SendAnswerDeps, sendAnswer } from "./send-answer.ts";

const URL = "https://forge.example/acme/shop";
const AT = new Date("2026-05-02T10:00:00Z");

let turns: Turns;
let forge: MemoryForge;
let deps: SendAnswerDeps;
let repoId: string;

beforeEach(async () => {
  turns = createTurns();
  forge = memoryForge(URL);
  forge.gathered.set(3, gatheredOf({ number: 3, title: "", text: "" }));
  forge.labels.set(3, new Set(["catalyst"]));
  deps = {
    ...{ ...turns.deps, ...turns.useCases, findForge: async () => forge, publicUrl: null },
    triggers: { listPushers: async () => [] },
    ...{ queue: { listWaiting: async () => [] }, now: () => AT, random: () => 1 },
  };
  const { repoId: id } = await turns.submit({});
  const { repos } = turns.memory;
  repos.set(id, { ...repos.get(id), vcs: "github", url: URL } as never);
  repoId = id;
});

function send(answer: ForgeAnswer, { taskId = null, id = randomUUID() }: { taskId?: string | null; id?: string } = {}) {
  const times = { attempts: 1, createdAt: AT, expiresAt: new Date(AT.getTime() + 86_400_000) };
  return sendAnswer({ id, taskId, payload: { repoId, answer }, ...times }, deps);
}

test("what was asked is answered on what asked for it", async () => {
  const to = { kind: "subject", number: 3 } as const;
  const answers: ForgeAnswer[] = [
    { does: "react", to, reaction: "seen" },
    { does: "remove_label", number: 3, label: "catalyst" },
    { does: "say", number: 3, text: "@ada: That is no command." },
  ];
  for (const answer of answers) {
    expect(await send(answer)).toEqual({ kind: "delivered" });
  }
  expect(forge.reactions).toEqual([{ to, reaction: "seen" }]);
  expect(forge.labels.get(3)?.size).toBe(0);
  expect(forge.comments).toMatchObject([{ number: 3, body: expect.stringContaining("@ada: That is no command.") }]);
});

test("what was asked at lines is answered in its thread, once, and nowhere where that is gone", async () => {
  forge.pullRequests.push({ number: 3 } as never);
  forge.threads.set("70", []);
  const id = randomUUID();
  const answer: ForgeAnswer = { does: "say", number: 3, thread: "70", text: "@ada: That is no command." };
  forge.next = { problem: { kind: "outage", reason: "502" }, isDone: true };
  expect(await send(answer, { id })).toMatchObject({ kind: "again" });
  expect(await send(answer, { id })).toEqual({ kind: "delivered" });
  const [task] = turns.memory.tasks.values();
  await send({ does: "tell_status", number: 3, thread: "70", to: "@ada: " }, { taskId: task?.id as string });
  expect(forge.threads.get("70")).toMatchObject([
    { body: expect.stringContaining("@ada: That is no command.") },
    { body: expect.stringContaining("How task #1 is") },
  ]);
  expect(await send({ ...answer, thread: "71" })).toEqual({ kind: "delivered" });
  expect(forge.comments).toEqual([]);
});

test("an answer that died after it was said is said once", async () => {
  const id = randomUUID();
  const answer: ForgeAnswer = { does: "say", number: 3, text: "No." };
  forge.next = { problem: { kind: "outage", reason: "502" }, isDone: true };
  expect(await send(answer, { id })).toMatchObject({ kind: "again" });
  expect(await send(answer, { id })).toEqual({ kind: "delivered" });
  expect(forge.comments).toHaveLength(1);
});

test("who asks how it is reads it folded, as it is when it is told", async () => {
  const [task] = turns.memory.tasks.values();
  const answer: ForgeAnswer = { does: "tell_status", number: 3, to: "@ada: " };
  await send(answer, { taskId: task?.id as string });
  expect(forge.comments[0]?.body).toMatch(
    /@ada: <details><summary>How task #1 is<\/summary>\n\n⏳ Accepted[\s\S]*tasks logs 1`\n\n<\/details>/,
  );
});

test("what people took away meanwhile needs no answer, and a forge that rests is asked later", async () => {
  expect(await send({ does: "react", to: { kind: "comment", id: "7" }, reaction: "seen" })).toEqual({
    kind: "delivered",
  });
  const until = new Date(AT.getTime() + 60_000);
  forge.next = { problem: { kind: "rate_limited", until }, isDone: false };
  expect(await send({ does: "say", number: 3, text: "No." })).toMatchObject({ kind: "again", dueAt: until });
  forge.next = { problem: { kind: "locked" }, isDone: false };
  expect(await send({ does: "say", number: 3, text: "No." })).toMatchObject({ kind: "dead" });
});
