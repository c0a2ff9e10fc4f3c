import { randomUUID } from "node:crypto";
import fc from "fast-check";
import { expect, test } from "vitest";
import { addRepo, createMemory, memoryTaskStore } from "../testing/index.ts";
import { OWNER } from "../testing/memory.ts";
import { cancelTask } from "./cancel-task.ts";
import { branchNameProblem, nameBranches } from "./name-branch.ts";
import { retryTask } from "./retry-task.ts";
import { type DecidedTask, type SubmitTaskDeps, submitTask } from "./submit-task.ts";
import { type AgentTask, TaskOptions } from "./task.ts";

const memory = createMemory();
const tasks = memoryTaskStore(memory);
const deps = {
  tasks,
  enabledAgents: null,
  trustedBranches: ["release/*"],
  environmentNamespace: "local",
  findBranchProblem: async () => null,
  newId: randomUUID,
} satisfies SubmitTaskDeps;

function request(changes: Partial<DecidedTask> = {}): DecidedTask {
  return {
    taskId: randomUUID(),
    taskType: "prompt",
    sourceType: "prompt",
    sourceUrl: null,
    sourceNumber: null,
    repo: addRepo(memory),
    agents: [{ agentType: "claude-code", model: null }],
    options: TaskOptions.parse({}),
    branch: null,
    baseBranch: "main",
    baseCommit: null,
    timeoutSeconds: 60,
    assignedBy: randomUUID(),
    context: { title: "Fix the failing test", body: "", prDiff: null },
    credentials: [],
    dedupeKey: null,
    ...changes,
  };
}

test("a task gets its number, its branch and its first execution", async () => {
  const { task, created } = await submitTask(request(), deps);
  expect(created).toBe(true);
  expect(task).toMatchObject({ status: "pending", branch: `catalyst/${task.id.slice(0, 8)}-fix-the-failing-test` });
  expect([...memory.executions.values()].filter(({ taskId }) => taskId === task.id)).toHaveLength(1);
});

test("an agent that the project didn't enable is refused", async () => {
  await expect(
    submitTask(request({ agents: [{ agentType: "codex-cli", model: null }] }), {
      ...deps,
      enabledAgents: ["claude-code"],
    }),
  ).rejects.toThrow("doesn't enable the agent");
});

test("the branch that the work starts from can't be its result, nor can one whose settings count", async () => {
  await expect(submitTask(request({ branch: "main" }), deps)).rejects.toThrow("it is the one the work starts from");
  for (const branch of ["main", "release/2"]) {
    const submitted = submitTask(request({ branch, baseBranch: "contrib" }), deps);
    await expect(submitted).rejects.toThrow("settings come from it");
  }
});

test("a branch that can't be made is refused when it is asked for, and named otherwise when it isn't", async () => {
  const inTheWay = { kind: "name_conflict", ref: "refs/heads/catalyst" } as const;
  const findBranchProblem = async (branch: string) => (/^catalyst(\/|$)/.test(branch) ? inTheWay : null);
  const { task } = await submitTask(request(), { ...deps, findBranchProblem });
  expect(task.branch).toBe(`catalyst-${task.id.slice(0, 8)}-fix-the-failing-test`);
  const count = memory.tasks.size;
  await expect(submitTask(request({ branch: "catalyst" }), { ...deps, findBranchProblem })).rejects.toMatchObject({
    code: "invalid_input",
    message: expect.stringContaining("the repository has refs/heads/catalyst"),
  });
  await expect(submitTask(request(), { ...deps, findBranchProblem: async () => inTheWay })).rejects.toThrow("--branch");
  expect(memory.tasks.size).toBe(count);
});

test("a credential that is sealed for another task is refused", async () => {
  const credential = { taskId: randomUUID() } as never;
  await expect(submitTask(request({ credentials: [credential] }), deps)).rejects.toMatchObject({ code: "forbidden" });
});

test("the same request is one task while it is unfinished", async () => {
  const first = await submitTask(request({ dedupeKey: "delivery-1" }), deps);
  const second = await submitTask(request({ dedupeKey: "delivery-1" }), deps);
  expect(second).toEqual({ task: first.task, created: false });
});

test("only a task that ended without a result can be retried", async () => {
  const { task } = await submitTask(request(), deps);
  const retry = (seen: AgentTask) =>
    retryTask(
      { task: seen, actor: OWNER, agent: null, prepare: async () => [] },
      {
        ...deps,
        readEnabledAgents: async () => null,
        findMoveProblem: async () => null,
      },
    );
  await expect(retry(task)).rejects.toThrow("it is pending");
  const failed: AgentTask = { ...task, status: "failed", errorMessage: "broken" };
  await expect(retry(failed)).rejects.toThrow("it is pending");
  memory.tasks.set(task.id, failed);
  expect(await retry(failed)).toMatchObject({ status: "pending", errorMessage: null });
});

test("cancelling marks an unfinished task once and leaves a finished one alone", async () => {
  const { task } = await submitTask(request(), deps);
  const first = await cancelTask({ taskId: task.id, actor: OWNER }, { tasks });
  expect(await cancelTask({ taskId: task.id, actor: OWNER }, { tasks })).toEqual(first);
  expect(first.cancelRequestedAt).not.toBeNull();
  const done = await submitTask(request(), deps);
  memory.tasks.set(done.task.id, { ...done.task, status: "completed" });
  expect((await cancelTask({ taskId: done.task.id, actor: OWNER }, { tasks })).cancelRequestedAt).toBeNull();
  await expect(cancelTask({ taskId: randomUUID(), actor: OWNER }, { tasks })).rejects.toMatchObject({
    code: "not_found",
  });
});

test("a branch that is named after any title is one that may be pushed", () => {
  fc.assert(
    fc.property(fc.uuid(), fc.string({ unit: "binary" }), (id, title) =>
      nameBranches(id, title).every((name) => branchNameProblem(name) === null),
    ),
  );
});

test.each([
  "-x",
  "a..b",
  "a//b",
  "a/.b",
  "a.lock",
  "a.lock/b",
  "refs/heads/x",
  "HEAD",
  "x/HEAD",
  "a b",
  "a~1",
  "a^",
  "a:b",
  "a\\b",
  "ü",
  "x/",
  "x.",
  "a".repeat(201),
])("the branch name %j is refused", (name) => {
  expect(branchNameProblem(name)).not.toBeNull();
});
