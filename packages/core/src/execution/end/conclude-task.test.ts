import { randomUUID } from "node:crypto";
import { expect, test } from "vitest";
import { TaskOptions } from "../../task/submit/task-options.ts";
import type { AgentTask, TaskEnd } from "../../task/task.ts";
import { OWNER } from "../../testing/stores/memory.ts";
import { ASKED_NOTHING } from "../asked-execution.ts";
import type { AgentExecution } from "../execution.ts";
import { type ConcludeInput, concludeTask } from "./conclude-task.ts";

const taskId = randomUUID();
const HEAD = "c".repeat(40);
const completed: TaskEnd = { state: "completed", failureReason: null, errorMessage: null, result: null };
const failed: TaskEnd = { state: "failed", failureReason: "agent_failed", errorMessage: "it gave up", result: null };

function task(options: Parameters<typeof TaskOptions.parse>[0] = {}): AgentTask {
  return { id: taskId, options: TaskOptions.parse(options), cancelRequestedAt: null, ending: null } as AgentTask;
}

function execution(agentType: string, changes: Partial<AgentExecution> = {}): AgentExecution {
  const id = randomUUID();
  return {
    id,
    taskId,
    agentType,
    model: null,
    purpose: "work",
    continuesId: null,
    environmentNamespace: "local",
    state: "completed",
    endedAt: new Date(1),
    result: null,
    ...changes,
  } as AgentExecution;
}

function result(isPassed: boolean | null): AgentExecution["result"] {
  const verification = isPassed === null ? null : { isPassed, attempts: 1, exitCode: isPassed ? 0 : 1, output: "" };
  return { headCommit: HEAD, verification } as AgentExecution["result"];
}

function conclude(changes: Partial<ConcludeInput> & Pick<ConcludeInput, "executions">) {
  const executionId = changes.executions.at(-1)?.id ?? "";
  return concludeTask({
    task: task(),
    executionId,
    end: completed,
    waitingFrom: null,
    newId: () => "next",
    ...changes,
  });
}

test("a task ends as its only execution does", () => {
  expect(conclude({ executions: [execution("claude-code")], end: failed })).toEqual({ end: failed, next: null });
});

test("what was said while the agent worked gets the next turn, which whoever said it asked for", () => {
  const worked = execution("claude-code");
  const { next } = conclude({ executions: [worked], waitingFrom: OWNER });
  expect(next).toMatchObject({
    id: "next",
    purpose: "work",
    continuesId: worked.id,
    asked: ASKED_NOTHING,
    askedBy: OWNER,
  });
});

test("a failed execution isn't followed by another one by itself, nor is a cancelled task", () => {
  const executions = [execution("claude-code")];
  expect(conclude({ executions, end: failed, waitingFrom: OWNER }).next).toBeNull();
  const cancelled = { ...task(), cancelRequestedAt: new Date() };
  expect(conclude({ executions, task: cancelled, waitingFrom: OWNER }).next).toBeNull();
});

test("a race with a result waits for a person, even if the last one failed", () => {
  const executions = [execution("claude-code", { result: result(null) }), execution("codex-cli", { state: "failed" })];
  const concluded = conclude({ executions, task: task({ race: { pick: "person" } }), end: failed });
  expect(concluded).toMatchObject({ end: { state: "awaiting_approval", failureReason: null }, next: null });
});

test("a race without any result fails", () => {
  const executions = [execution("claude-code", { state: "failed" }), execution("codex-cli", { state: "failed" })];
  expect(conclude({ executions, task: task({ race: { pick: "person" } }), end: failed }).end).toEqual(failed);
});

test("the first result whose verification passed is published where the rule says so", () => {
  const slow = execution("claude-code", { result: result(true), endedAt: new Date(3) });
  const wrong = execution("codex-cli", { result: result(false), endedAt: new Date(1) });
  const quick = execution("aider", { result: result(true), endedAt: new Date(2) });
  const concluded = conclude({ executions: [slow, wrong, quick], task: task({ race: { pick: "verify" } }) });
  expect(concluded.next).toMatchObject({ purpose: "publish", continuesId: quick.id });
});

test("a race that no verification passed is for a person to pick", () => {
  const executions = [execution("claude-code", { result: result(false) })];
  const concluded = conclude({ executions, task: task({ race: { pick: "verify" } }) });
  expect(concluded).toMatchObject({ end: { state: "awaiting_approval" }, next: null });
});

test("a rule publishes nothing that a person is to see first", () => {
  const held = { ...result(true), hold: { reasons: ["public"], paths: [] } } as unknown as AgentExecution["result"];
  const executions = [execution("claude-code", { result: held }), execution("codex-cli", { result: result(false) })];
  const concluded = conclude({ executions, task: task({ race: { pick: "verify" } }) });
  expect(concluded).toMatchObject({ end: { state: "awaiting_approval" }, next: null });
});
