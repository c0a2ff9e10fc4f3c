import type { AgentCatalog, Lease } from "@catalyst/core";
import { createMemory, memoryAdvanceDeps, memoryEnvironments, memoryRepositories } from "@catalyst/core/testing";
import { expect, test } from "vitest";
import { measurePhases } from "./measure-phases.ts";

const lease: Lease = { executionId: "1", epoch: 1 };
const request = { executionId: "1" } as never;

function openSteps() {
  const told: string[] = [];
  const deps = memoryAdvanceDeps(createMemory(), {
    environments: { ...memoryEnvironments(), ensure: async () => ({ kind: "running", facts: [] }) },
    repositories: memoryRepositories(),
  });
  const agents = { ...deps.agents, ensureInstalled: () => Promise.reject(new Error("no registry")) } as AgentCatalog;
  const executions = { ...deps.executions, move: async () => undefined };
  const steps = measurePhases({ ...deps, agents, executions }, (phase, seconds) => {
    expect(seconds).toBeGreaterThanOrEqual(0);
    told.push(phase);
  });
  return { steps, told };
}

test("an environment's phase ends when its execution runs, however often it was asked for", async () => {
  const { steps, told } = openSteps();
  await steps.environments.ensure(request);
  await steps.environments.ensure(request);
  await steps.executions.move(lease, "provisioning", {});
  expect(told).toEqual([]);
  await steps.executions.move(lease, "running", {});
  await steps.executions.move(lease, "running", {});
  expect(told).toEqual(["environment"]);
});

test("an environment that was destroyed before has no time", async () => {
  const { steps, told } = openSteps();
  await steps.environments.ensure(request);
  await steps.environments.destroy("1");
  await steps.executions.move(lease, "running", {});
  expect(told).toEqual([]);
});

test("a phase that fails isn't told, and its error is passed on", async () => {
  const { steps, told } = openSteps();
  await expect(steps.agents.ensureInstalled({} as never, {} as never)).rejects.toThrow("no registry");
  expect(told).toEqual([]);
});
