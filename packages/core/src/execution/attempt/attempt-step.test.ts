import { beforeEach, expect, test } from "vitest";
import { CatalystError } from "../../catalyst-error.ts";
import { keptAtOf } from "../../result/read-publication.ts";
import { cancelTask } from "../../task/act/cancel-task.ts";
import { publishKept } from "../../task/act/publish-kept.ts";
import type { AgentTask, TaskResult } from "../../task/task.ts";
import { MemoryOutage } from "../../testing/memory-advance-deps.ts";
import { ASKING, createTurns, type Turns } from "../../testing/play-turns.ts";
import type { AgentExecution } from "../execution.ts";

const HEAD = "c".repeat(40);

let turns: Turns;
let task: AgentTask;

beforeEach(async () => {
  turns = createTurns();
  task = await turns.submit({});
});

const now = () => turns.now(task);
const execution = () => turns.executionsOf(task)[0] as AgentExecution;
const keptAt = () => `quarantine/${execution().id}.git`;

/** Every import fails so, the first ones or all. */
function failImports(error: Error, times = Number.POSITIVE_INFINITY): { count: number } {
  const calls = { count: 0 };
  const { importResult } = turns.repositories;
  turns.repositories.importResult = async (input) => {
    calls.count += 1;
    if (calls.count <= times) {
      throw error;
    }
    return importResult(input);
  };
  return calls;
}

test("an import that fails twice in the same way ends the execution with the reason, and keeps what was pushed", async () => {
  const calls = failImports(new Error("it can't be read"));
  await turns.run(task, { head: HEAD });
  expect(calls.count).toBe(2);
  expect(now()).toMatchObject({
    status: "failed",
    failureReason: "policy_violation",
    errorMessage: expect.stringContaining("it failed 2 times in a row: it can't be read"),
    resultPayload: { headCommit: null, publication: { keptAt: keptAt() } },
  });
  expect([...turns.repositories.quarantines]).toEqual([execution().id]);
});

test("what couldn't be read is read again when a person wants it published", async () => {
  failImports(new Error("it can't be read"), 2);
  await turns.run(task, { head: HEAD });
  const { id, result } = execution();
  const input = { ...ASKING, task: now(), executionId: id, result: result as TaskResult, accept: [], branch: null };
  await publishKept(input, turns.useCases);
  await turns.runAlone(task);
  const resultPayload = { headCommit: HEAD, publication: { branch: now().branch } };
  expect(now()).toMatchObject({ status: "completed", resultPayload });
  expect(turns.repositories.quarantines.size).toBe(0);
});

test("an outage is waited out, however long it takes", async () => {
  const calls = failImports(new MemoryOutage("the database is away"), 7);
  await turns.run(task, { head: HEAD });
  expect(calls.count).toBe(8);
  expect(now().status).toBe("completed");
});

test("an error that comes once is forgotten", async () => {
  failImports(new Error("once"), 1);
  await turns.run(task, { head: HEAD });
  expect(now().status).toBe("completed");
});

test("the reason of a failed agent stays, also when its work can't be read", async () => {
  failImports(new Error("it can't be read"));
  await turns.run(task, { head: HEAD, outcome: "failed" });
  expect(now()).toMatchObject({
    status: "failed",
    failureReason: "agent_failed",
    resultPayload: { publication: { keptAt: keptAt() } },
  });
});

test("an import that was the end of five workers isn't tried by a sixth", async () => {
  const calls = failImports(new Error("never"));
  const dead = { worker: "dead", deaths: 4, crashes: 0, failures: 0, error: null };
  const during = async () => {
    turns.memory.executions.set(execution().id, { ...execution(), attempts: { import: dead } });
  };
  await turns.run(task, { head: HEAD, during });
  expect(calls.count).toBe(0);
  expect(now().errorMessage).toContain("5 workers died at it");
  expect(keptAtOf(now().resultPayload)).toBe(keptAt());
});

test("an import that two workers crashed at isn't tried by a third, and what was pushed is kept", async () => {
  const calls = failImports(new Error("never"));
  const crashed = { worker: "crashed", deaths: 1, crashes: 1, failures: 0, error: null };
  const during = async () => {
    turns.memory.executions.set(execution().id, { ...execution(), attempts: { import: crashed } });
  };
  await turns.run(task, { head: HEAD, during });
  expect(calls.count).toBe(0);
  expect(now().errorMessage).toContain("2 workers crashed at it");
  expect(keptAtOf(now().resultPayload)).toBe(keptAt());
});

test("cancelling doesn't go through an import that failed, and ends at once when its own fails", async () => {
  const calls = failImports(new Error("it can't be read"));
  const cancel = async () => void (await cancelTask({ taskId: task.id, actor: ASKING.actor }, turns.useCases));
  await turns.run(task, { head: HEAD, during: cancel });
  expect(calls.count).toBe(1);
  expect(now()).toMatchObject({ status: "cancelled", resultPayload: { publication: { keptAt: keptAt() } } });
  task = await turns.submit({});
  const failed = { worker: null, deaths: 0, crashes: 0, failures: 1, error: "it can't be read" };
  const during = async () => {
    turns.memory.executions.set(execution().id, { ...execution(), attempts: { import: failed } });
    await cancel();
  };
  await turns.run(task, { head: HEAD, during });
  expect(calls.count).toBe(1);
  expect(now()).toMatchObject({ status: "cancelled", resultPayload: { publication: { keptAt: keptAt() } } });
});

test("a cancelled task's work is taken in, in the time that a person waits", async () => {
  const seconds: (number | null)[] = [];
  const { importResult } = turns.repositories;
  turns.repositories.importResult = (input) => {
    seconds.push(input.seconds);
    return importResult(input);
  };
  const during = async () => void (await cancelTask({ taskId: task.id, actor: ASKING.actor }, turns.useCases));
  await turns.run(task, { head: HEAD, during });
  expect(now()).toMatchObject({ status: "cancelled", resultPayload: { headCommit: HEAD } });
  expect(seconds).toEqual([30]);
});

test("any other step that fails twice in the same way ends the execution too", async () => {
  turns.repositories.ensureQuarantine = async () => {
    throw new Error("no such thing");
  };
  await turns.runAlone(task);
  expect(now()).toMatchObject({
    status: "failed",
    failureReason: "internal_error",
    errorMessage: "Catalyst gave up provisioning: it failed 2 times in a row: no such thing",
    resultPayload: null,
  });
});

test("an answer that ends an execution while its result is published keeps what it pushed", async () => {
  failImports(new CatalystError("storage_full", "The disk is full."));
  await turns.run(task, { head: HEAD });
  expect(now()).toMatchObject({ failureReason: "storage_full", resultPayload: { publication: { keptAt: keptAt() } } });
});

test.each<[string, Error]>([
  ["by an answer", new CatalystError("storage_full", "The disk is full.")],
  ["by an import that fails for good", new Error("it can't be read")],
])("what the agent said is kept when its execution ends %s", async (_how, error) => {
  failImports(error);
  await turns.run(task, { head: HEAD, summary: "Turned the sign." });
  expect(now()).toMatchObject({ status: "failed", resultPayload: { summary: "Turned the sign." } });
});

test("what the agent said is kept when a person cancels while its work is taken in", async () => {
  const { importResult } = turns.repositories;
  turns.repositories.importResult = async () => {
    await cancelTask({ taskId: task.id, actor: ASKING.actor }, turns.useCases);
    turns.repositories.importResult = importResult;
    throw new Error("broken off");
  };
  await turns.run(task, { head: HEAD, summary: "Turned the sign." });
  expect(now()).toMatchObject({ status: "cancelled", resultPayload: { summary: "Turned the sign." } });
});
