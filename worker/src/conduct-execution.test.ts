import { randomUUID } from "node:crypto";
import { type AgentCatalog, ForgeAway, type Lease, submitTask, TaskRequest } from "@catalyst/core";
import {
  createMemory,
  type Memory,
  type MemoryEnvironments,
  memoryAccountStore,
  memoryAdvanceDeps,
  memoryEnvironments,
  memoryRepoStore,
  memoryRepositories,
  memorySealing,
  memoryTaskStore,
  OWNER,
} from "@catalyst/core/testing";
import pino from "pino";
import { beforeEach, describe, expect, test } from "vitest";
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
  const request = TaskRequest.parse({
    repository: { kind: "folder", path: "/srv/shop", head: { ref: "refs/heads/main", commit: "b".repeat(40) } },
    source: { kind: "prompt", text: "true" },
    agents: [{ agent: "script", model: null }],
  });
  const doors = {
    tasks: memoryTaskStore(memory),
    accounts: memoryAccountStore(memory),
    repos: memoryRepoStore(memory),
    ...memorySealing(),
    environmentNamespace: "local",
  };
  const { task } = await submitTask(request, OWNER, doors);
  return { taskId: task.id, executionId: [...memory.executions.keys()][0] as string };
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
  environments.set(executionId, { kind: "refused", code: "isolation", reason: "It is gone.", facts: [] });
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

describe("a forge that says until when it isn't to be asked", () => {
  let asked: number;
  const restUntil = (until: Date): ConductDeps => {
    asked = 0;
    const find: AgentCatalog["find"] = (id, projectFile) => {
      if (Date.now() < until.getTime()) {
        asked += 1;
        throw new ForgeAway({ kind: "rate_limited", until });
      }
      return agents.find(id, projectFile);
    };
    return { ...deps, steps: { ...deps.steps, agents: { ...agents, find } } };
  };

  test("is asked again then", async () => {
    const stop = new AbortController();
    const resting = restUntil(new Date(Date.now() + 900));
    const conducted = conductExecution(await claim(), { ...resting, signal: stop.signal });
    await expect.poll(status).toBe("running");
    expect(asked).toBe(1);
    stop.abort();
    await conducted;
  });

  test("is not waited for by what is cancelled", async () => {
    const conducted = conductExecution(await claim(), restUntil(new Date(Date.now() + 3_600_000)));
    await expect.poll(() => asked).toBe(1);
    await memoryTaskStore(memory).requestCancel(taskId, OWNER);
    announce(executionId);
    await conducted;
    expect([status(), asked]).toEqual(["cancelled", 1]);
  });
});
