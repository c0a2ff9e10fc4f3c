import { randomUUID } from "node:crypto";
import { type AgentCatalog, type Lease, submitTask, TaskOptions } from "@catalyst/core";
import {
  addRepo,
  createMemory,
  type Memory,
  type MemoryEnvironments,
  memoryAdvanceDeps,
  memoryEnvironments,
  memoryRepositories,
  memoryTaskStore,
  OWNER,
} from "@catalyst/core/testing";
import pino from "pino";
import { beforeEach, expect, test } from "vitest";
import { type ConductDeps, conductExecution } from "./conduct-execution.ts";

const agents: AgentCatalog = {
  find: async (id) => ({ id, name: id, owner: "catalyst", providers: [], canResume: false }),
  ensureInstalled: async () => null,
  listInstructionPaths: async () => [],
};

let memory: Memory;
let environments: MemoryEnvironments;
let taskId: string;
let executionId: string;
let announce: (executionId: string | null) => void;
let deps: ConductDeps;

beforeEach(async () => {
  memory = createMemory();
  environments = memoryEnvironments();
  ({ taskId, executionId } = await submit());
  deps = {
    workerId: "w",
    steps: { ...memoryAdvanceDeps(memory, { environments, repositories: memoryRepositories() }), agents },
    wakeUps: {
      listen: async (handler) => {
        announce = handler;
        return () => undefined;
      },
    },
    log: pino({ level: "silent" }),
    signal: new AbortController().signal,
  };
});

async function submit(): Promise<{ taskId: string; executionId: string }> {
  const ids = { taskId: randomUUID(), executionId: randomUUID() };
  await submitTask(
    {
      taskId: ids.taskId,
      taskType: "issue",
      sourceType: "prompt",
      sourceUrl: null,
      sourceNumber: null,
      repo: addRepo(memory),
      agents: [{ agentType: "script", model: null }],
      options: TaskOptions.parse({}),
      branch: null,
      baseBranch: "main",
      baseCommit: null,
      timeoutSeconds: 60,
      assignedBy: randomUUID(),
      context: { title: "Do it", body: "true", prDiff: null },
      credentials: [],
      dedupeKey: null,
    },
    {
      tasks: memoryTaskStore(memory),
      enabledAgents: null,
      trustedBranches: [],
      environmentNamespace: "local",
      findBranchProblem: async () => null,
      newId: () => ids.executionId,
    },
  );
  return ids;
}

/** As the worker that conducts it does. */
async function claim(): Promise<Lease> {
  const lease = await deps.steps.executions.claim({ executionId, workerId: "w", leaseSeconds: 60 });
  return lease as Lease;
}

const status = () => memory.tasks.get(taskId)?.status;

test("an execution goes on as soon as its environment has ended", async () => {
  const conducted = conductExecution(await claim(), deps);
  await expect.poll(status).toBe("running");
  environments.set(executionId, { kind: "refused", obstacle: "isolation", reason: "It is gone." });
  await conducted;
  expect(status()).toBe("failed");
});

test("a wish to cancel that is announced ends the wait for the environment", async () => {
  const conducted = conductExecution(await claim(), deps);
  await expect.poll(status).toBe("running");
  await memoryTaskStore(memory).requestCancel(taskId, OWNER);
  announce(randomUUID());
  announce(executionId);
  await conducted;
  expect(status()).toBe("cancelled");
});

test("a worker that stops lets go of an execution whose environment runs on", async () => {
  const stop = new AbortController();
  const conducted = conductExecution(await claim(), { ...deps, signal: stop.signal });
  await expect.poll(status).toBe("running");
  stop.abort();
  await conducted;
  expect([status(), (await environments.observe(executionId)).kind]).toEqual(["running", "running"]);
});
