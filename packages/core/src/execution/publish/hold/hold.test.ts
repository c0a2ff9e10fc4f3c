import { beforeEach, expect, test } from "vitest";
import { branchOf } from "../../../result/read-publication.ts";
import { cancelTask } from "../../../task/act/cancel-task.ts";
import { publishTask } from "../../../task/act/publish-task.ts";
import { sendMessage } from "../../../task/act/send-message.ts";
import type { AuthorClass } from "../../../task/context-piece.ts";
import type { AgentTask, PolicyFinding } from "../../../task/task.ts";
import { type MemoryForge, memoryForge } from "../../../testing/forge/memory-forge.ts";
import { ASKING, createTurns, type PlayedWork, type Turns } from "../../../testing/play-turns.ts";

const [FIRST, SECOND] = ["c", "d"].map((digit) => digit.repeat(40)) as [string, string];
const PROTECTED: PolicyFinding = { rule: "protected_path", path: "AGENTS.md", detail: "it needs a person" };

let turns: Turns;
let forge: MemoryForge;

beforeEach(() => {
  turns = createTurns();
  forge = memoryForge("/srv/shop");
  forge.branches.has = () => true;
  turns.deps.findForge = async () => forge;
});

async function work(played: Partial<PlayedWork> = {}, submit: Parameters<Turns["submit"]> = [{}]): Promise<AgentTask> {
  const task = await turns.submit(...submit);
  await turns.run(task, { head: FIRST, ...played });
  return task;
}

async function publish(task: AgentTask, accept: string[] = []): Promise<void> {
  await publishTask({ ...ASKING, task: turns.now(task), run: null, accept, branch: null }, turns.useCases);
  await turns.runAlone(task);
}

test("what goes to a private repository and touches nothing that CI runs is published at once", async () => {
  const task = await work();
  expect(turns.now(task)).toMatchObject({ status: "completed", resultPayload: { hold: null } });
});

test("what goes to a public repository waits for a person's word, and is published by it", async () => {
  forge.target.isPublic = true;
  const task = await work();
  expect(turns.repositories.published.size).toBe(0);
  expect(forge.pullRequests).toEqual([]);
  expect(turns.now(task)).toMatchObject({
    ...{ status: "awaiting_approval", way: { kind: "publish_task", task: task.number } },
    errorMessage: expect.stringContaining("the repository is public"),
    resultPayload: { hold: { reasons: ["public"] }, publication: { kind: "kept" } },
  });
  await publish(task);
  expect(turns.now(task)).toMatchObject({
    ...{ status: "completed", errorMessage: null },
    resultPayload: { hold: null, publication: { kind: "pull_request" } },
  });
});

test("what CI would run waits, and its paths are told", async () => {
  const task = await work({ runByCi: ["package.json"] });
  expect(turns.now(task)).toMatchObject({
    status: "awaiting_approval",
    errorMessage: expect.stringContaining("package.json"),
    resultPayload: { hold: { reasons: ["ci"], paths: ["package.json"] } },
  });
});

test.each(["outsider", "bot", "unknown"] as const)("what words of the class %s came to waits", async (authorClass) => {
  expect(turns.now(await workOn(authorClass))).toMatchObject({ resultPayload: { hold: { reasons: ["outsiders"] } } });
});

test.each(["maintainer", "own"] as const)("what words of the class %s came to doesn't wait", async (authorClass) => {
  expect(turns.now(await workOn(authorClass))).toMatchObject({ status: "completed", resultPayload: { hold: null } });
});

async function workOn(authorClass: AuthorClass): Promise<AgentTask> {
  const task = await turns.submit({});
  const stored = turns.now(task);
  const author = { id: "9", login: "eve", class: authorClass };
  turns.memory.tasks.set(task.id, { ...stored, contextPayload: { ...stored.contextPayload, author } });
  await turns.run(task, { head: FIRST });
  return task;
}

test("without a forge there is no CI that runs it", async () => {
  turns.deps.findForge = async () => null;
  expect(turns.now(await work({ runByCi: ["Makefile"] }))).toMatchObject({ status: "completed" });
});

test("work without commits waits for nobody", async () => {
  forge.target.isPublic = true;
  expect(turns.now(await work({ head: null }))).toMatchObject({ status: "completed" });
});

test("what waits is better after one more turn, and one word publishes both", async () => {
  forge.target.isPublic = true;
  const task = await work();
  await sendMessage({ ...ASKING, task: turns.now(task), text: "And the docs" }, turns.useCases);
  const job = await turns.run(task, { head: SECOND });
  expect(job.prompt).toContain("And the docs");
  expect(turns.now(task).status).toBe("awaiting_approval");
  await publish(task);
  expect(turns.repositories.published.get(String(turns.now(task).branch))).toBe(SECOND);
});

test("what was said while the agent worked is its next turn, before anybody is waited for", async () => {
  forge.target.isPublic = true;
  const task = await turns.submit({});
  const during = async () => {
    await sendMessage({ ...ASKING, task: turns.now(task), text: "And the docs" }, turns.useCases);
  };
  await turns.run(task, { head: FIRST, during });
  expect(turns.unfinished(task)).toHaveLength(1);
});

test("what waits can be ended, and is kept", async () => {
  forge.target.isPublic = true;
  const task = await work();
  await cancelTask({ taskId: task.id, actor: ASKING.actor }, turns.useCases);
  expect(turns.now(task)).toMatchObject({ status: "cancelled" });
  await publish(task);
  expect(branchOf(turns.now(task).resultPayload)).not.toBeNull();
});

test("a finding stops it first, and whoever accepts that has given their word", async () => {
  forge.target.isPublic = true;
  const task = await work({ findings: [PROTECTED] });
  expect(turns.now(task)).toMatchObject({ status: "failed", failureReason: "policy_violation" });
  await publish(task, ["protected_path"]);
  expect(turns.now(task)).toMatchObject({ status: "completed" });
});

test("a forge that is away is waited for before anything is decided", async () => {
  forge.target.isPublic = true;
  const { readTarget } = forge;
  const outage = { kind: "failed", problem: { kind: "outage", reason: "502" } } as const;
  const task = await turns.submit({});
  const during = async () => {
    forge.readTarget = async () => {
      forge.readTarget = readTarget;
      return outage;
    };
  };
  await turns.run(task, { head: FIRST, during });
  expect(turns.now(task).status).toBe("awaiting_approval");
});
