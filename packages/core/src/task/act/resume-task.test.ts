import { randomUUID } from "node:crypto";
import { beforeEach, expect, test } from "vitest";
import type { Actor } from "../../account/actor.ts";
import { ProjectBudgets } from "../../agent/agent-config.ts";
import { ASKED_NOTHING } from "../../execution/asked-execution.ts";
import {
  addRepo,
  createMemory,
  type Memory,
  memoryAccountStore,
  memoryBudgetStore,
  memoryExecutionStore,
  memorySealing,
  memoryTaskStore,
} from "../../testing/index.ts";
import { AskedWork } from "../submit/asked-work.ts";
import { TaskOptions } from "../submit/task-options.ts";
import type { AgentTask } from "../task.ts";
import { type ResumeTaskDeps, type ResumeTaskInput, resumeTask } from "./resume-task.ts";

const ACTOR: Actor = { kind: "machine_owner", userId: randomUUID() };

let memory: Memory;
let deps: ResumeTaskDeps;
let executionId: string;

beforeEach(() => {
  memory = createMemory();
  executionId = randomUUID();
  deps = {
    accounts: memoryAccountStore(memory),
    tasks: memoryTaskStore(memory),
    executions: memoryExecutionStore(memory),
    budgets: memoryBudgetStore(memory),
    ...memorySealing(),
    environmentNamespace: "local",
  };
});

/** A task of which this much is spent, paused. */
async function pause(limit: number | null, spentUsd: number): Promise<AgentTask> {
  const repo = addRepo(memory);
  const taskId = randomUUID();
  const { task } = await memoryTaskStore(memory).create({
    task: {
      id: taskId,
      taskType: "prompt",
      sourceType: "prompt",
      sourceUrl: null,
      sourceNumber: null,
      repoId: repo.id,
      asked: AskedWork.parse({}),
      askedHead: null,
      branch: "catalyst/1",
      baseBranch: "main",
      agentType: "claude-code",
      model: null,
      timeoutSeconds: 60,
      status: "paused_budget",
      assignedBy: randomUUID(),
      contextPayload: { title: "Fix", body: "", instruction: "", prDiff: null },
      options: TaskOptions.parse({ budget: { usd: limit } }),
      plan: null,
      resultPayload: null,
      failureReason: null,
      errorMessage: null,
      way: null,
      cancelRequestedAt: null,
      archivedAt: null,
      isRepositoryLost: false,
      ending: null,
      startedAt: null,
      completedAt: null,
    },
    executions: [
      {
        id: executionId,
        taskId,
        environmentNamespace: "local",
        askedBy: ACTOR,
        asked: { agent: "codex-cli", model: "gpt-5", branch: null, update: null },
        purpose: "work",
        continuesId: null,
      },
    ],
    credentials: [],
    dedupeKey: null,
    actor: ACTOR,
  });
  const execution = memory.executions.get(executionId);
  if (execution !== undefined) {
    memory.executions.set(executionId, { ...execution, state: "paused_budget", endedAt: new Date() });
  }
  const place = { executionId, taskId: task.id, projectId: repo.projectId, gatewayId: randomUUID() };
  const spending = { id: randomUUID(), usd: spentUsd, tokens: 1000, isSettled: true, at: new Date() };
  memory.spendings.push({ ...place, ...spending });
  return task;
}

function resume(task: AgentTask, change: Partial<ResumeTaskInput>): Promise<AgentTask> {
  return resumeTask({ task, actor: ACTOR, keys: [], usd: null, tokens: null, ...change }, deps);
}

test("with more money the task goes on by a further execution that continues the paused one", async () => {
  const task = await pause(2, 2.1);
  const resumed = await resume(task, { usd: { kind: "add", amount: 2 } });
  expect(resumed).toMatchObject({ status: "pending", options: { budget: { usd: 4, tokens: null } } });
  expect(await deps.executions.listForTask(task.id)).toMatchObject([
    { id: executionId },
    { asked: ASKED_NOTHING, purpose: "work", continuesId: executionId, state: "pending" },
  ]);
});

test("an absolute limit takes the old one's place", async () => {
  const resumed = await resume(await pause(2, 2.1), { usd: { kind: "set", amount: 3 } });
  expect(resumed.options.budget.usd).toBe(3);
});

test("more than the project's default for tasks becomes the task's own limit", async () => {
  const task = await pause(null, 1);
  limitProject(task, { task: { usd: 1 } });
  expect((await resume(task, { usd: { kind: "add", amount: 0.5 } })).options.budget.usd).toBe(1.5);
});

test.each([
  ["set", 2.1],
  ["set", 1],
  ["add", 0.1],
] as const)("a limit that is spent already is refused, saying what was spent: %s %d", async (kind, amount) => {
  const task = await pause(2, 2.1);
  await expect(resume(task, { usd: { kind, amount } })).rejects.toMatchObject({
    code: "invalid_input",
    message: expect.stringContaining("it has spent $2.10"),
  });
  expect(await deps.executions.listForTask(task.id)).toHaveLength(1);
});

test("a task that would pause again at once is refused with the budget that has to be raised", async () => {
  const task = await pause(2, 2.1);
  await expect(resume(task, {})).rejects.toMatchObject({
    way: { kind: "raise_budget", scope: "task", unit: "usd", next: { kind: "resume_task", task: 1 } },
  });
  await expect(resume(task, {})).rejects.toMatchObject({ way: { over: expect.closeTo(0.1) } });
  limitProject(task, { day: { tokens: 900 } });
  await expect(resume(task, { usd: { kind: "add", amount: 5 } })).rejects.toMatchObject({
    way: { scope: "day", unit: "tokens" },
  });
});

test("after the budget of one run, nothing has to be raised", async () => {
  const task = await pause(null, 2.1);
  limitProject(task, { execution: { usd: 2 } });
  expect((await resume(task, {})).status).toBe("pending");
});

test("a task that isn't paused is refused", async () => {
  const task = { ...(await pause(2, 1)), status: "running" } as const;
  await expect(resume(task, {})).rejects.toThrow("it is running");
});

test("of two that resume at once, one is told that it came too late", async () => {
  const task = await pause(null, 1);
  const results = await Promise.allSettled([resume(task, {}), resume(task, {})]);
  expect(results.map(({ status }) => status).toSorted()).toEqual(["fulfilled", "rejected"]);
  expect(await deps.executions.listForTask(task.id)).toHaveLength(2);
});

function limitProject(task: AgentTask, budgets: Parameters<typeof ProjectBudgets.parse>[0]): void {
  const projectId = memory.repos.get(task.repoId)?.projectId ?? "";
  memory.budgets.set(projectId, ProjectBudgets.parse(budgets));
}
